using Emulator;
using Emulator.SchedulerCases;

namespace Tests.Unit.SchedulerCases;

/// <summary>A case that passes, one figure of it altered at a time.</summary>
public sealed class CaseReplayTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_case_that_comes_out_has_no_differences() => Assert.Empty(Run(SmallCase.Text));

    [Theory]
    [InlineData("steps.0.scheduled", """[["a",2,0,0]]""", 0, "scheduled", """[["a",3,0,0]]""")]
    [InlineData("steps.1.scheduled", """[["a",1,3],["b",1,0]]""", 1, "scheduled", """[["a",1,3],["b",1,0,0]]""")]
    [InlineData("steps.1.sampled", """["b","a"]""", 1, "sampled", """["a","b"]""")]
    [InlineData("steps.2.preempted", """["a"]""", 2, "preempted", "[]")]
    [InlineData("steps.1.finished", """[["b","length"]]""", 1, "finished", """[["b","stop"]]""")]
    [InlineData("steps.0.rejected", "[]", 0, "rejected", """[["big","context_length_exceeded"]]""")]
    [InlineData("steps.1.running", "2", 1, "running", "1")]
    [InlineData("steps.2.waiting", "1", 2, "waiting", "0")]
    [InlineData("steps.1.free", "[7,7]", 1, "free", "[6,7]")]
    [InlineData("steps.1.tables", """[["a",[1]],["b",[3]]]""", 1, "tables", """[["a",[1]],["b",[2]]]""")]
    [InlineData("steps.2.free_queue", "[1]", 2, "free_queue", "[1,2,3,4,5,6,7,8]")]
    public void An_altered_figure_is_the_one_difference(string key, string altered, int step, string field, string got) =>
        Assert.Equal([new CaseDifference("small", step, field, altered, got)], Run(SmallCase.With(key, altered)));

    [Theory]
    [InlineData("max_steps", "2", 2, "3", "2")]
    [InlineData("events", """[{"step":0,"add":"a","prompt":[1,2,3],"max_tokens":3},{"step":0,"add":"big","prompt":[{"seed":1,"count":40}],"max_tokens":1},{"step":1,"add":"b","prompt":[9],"max_tokens":9,"stop_after":1},{"step":2,"abort":"a"},{"step":5,"abort":"a"}]""", 3, "3", "more than 3")]
    public void A_case_that_is_too_short_or_too_long_differs_in_its_steps(string key, string altered, int step, string expected, string got) =>
        Assert.Equal([new CaseDifference("small", step, "steps", expected, got)], Run(SmallCase.With(key, altered)));

    [Theory]
    [InlineData("3")]
    [InlineData("4")]
    public void A_limit_that_nothing_reaches_changes_nothing(string limit) => Assert.Empty(Run(SmallCase.With("max_steps", limit)));

    [Fact]
    public void Idle_steps_up_to_a_limit_are_steps() => Assert.Empty(Run(SmallCase.With("max_steps", "4").Replace(
        """7,8]}],"max_steps":4}""",
        """7,8]},{"running":0,"waiting":0,"free":[8,8],"free_queue":[1,2,3,4,5,6,7,8]}],"max_steps":4}""",
        StringComparison.Ordinal)));

    [Fact]
    public void An_id_may_come_again_once_its_request_has_ended_and_not_before()
    {
        const string Twice = """[{"step":0,"add":"a","prompt":[1],"max_tokens":1},{"step":STEP,"add":"a","prompt":[1],"max_tokens":1}]""";

        // The steps expected are those of another case: what counts is that it runs.
        Assert.NotEmpty(Run(SmallCase.With("events", Twice.Replace("STEP", "1", StringComparison.Ordinal))));
        string path = _folder.PathOf("case.json");
        InvalidConfigurationException problem = Assert.Throws<InvalidConfigurationException>(() => Run(SmallCase.With("events", Twice.Replace("STEP", "0", StringComparison.Ordinal))));
        Assert.Equal($"{path}: events[1] adds 'a' in step 0, where a request of that id still lives.", problem.Message);
    }

    public void Dispose() => _folder.Dispose();

    private IReadOnlyList<CaseDifference> Run(string text) => CaseReplay.Run(CaseFile.Read(_folder.Write("case.json", text)));
}
