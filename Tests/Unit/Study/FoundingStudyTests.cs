using Emulator.Configuration;
using LoadGen.Measure;
using LoadGen.Report;
using LoadGen.Schedule;
using LoadGen.Simulation;
using Tests.Unit.Simulation;

namespace Tests.Unit.Study;

/// <summary>The study's claims, finished in virtual time; <c>docs/study.md</c> has the figures beside the study's.</summary>
public sealed class FoundingStudyTests
{
    private const int StudyPrompt = 12_510;
    private const double StudyArrivals = 1_285;
    private const double StudySeconds = 120;
    private const double HeavyRate = 60;

    [Fact]
    public void S3_chunked_prefill_gets_a_long_prompt_through_while_others_decode_and_the_single_GPU_refuses_it()
    {
        LoadSchedule schedule = ChatsAndOneBook();
        SimulationResult chunked = Simulator.Run(schedule, new SimulationOptions { Blueprint = Setup("seed-tp8").Blueprint });
        Assert.All(chunked.Records, record => Assert.Equal(LoadOutcome.Completed, record.Outcome));

        RequestRecord[] single = [.. Simulator.Run(schedule, new SimulationOptions { Blueprint = Setup("seed-single").Blueprint }).Records];
        RequestRecord book = Assert.Single(single, record => record.Id == "book");
        Assert.Equal((LoadOutcome.Invalid, "context_length_exceeded"), (book.Outcome, book.Reason));
        Assert.All(single.Except([book]), record => Assert.Equal(LoadOutcome.Completed, record.Outcome));

        // The same eight GPUs without chunking need a budget for the whole prompt, and everybody waits for it.
        Dictionary<string, string> whole = new()
        {
            ["enable-chunked-prefill"] = "false",
            ["long-prefill-token-threshold"] = "0",
            ["budget-policy"] = "fixed",
            ["max-num-batched-tokens"] = "16384",
        };
        SimulationResult unchunked = Simulator.Run(schedule, new SimulationOptions { Blueprint = Setup("seed-tp8", whole).Blueprint });
        Assert.All(unchunked.Records, record => Assert.Equal(LoadOutcome.Completed, record.Outcome));
        Assert.True(unchunked.Itl.Max > 3 * chunked.Itl.Max, $"longest pause between tokens: {unchunked.Itl.Max} whole, {chunked.Itl.Max} in chunks");
    }

    [Fact]
    public void S3_a_queue_of_nothing_but_long_prompts_never_locks_up()
    {
        RunReport report = new StudyExperiment("seed-tp8", "heavy-prompts", Seconds: 120, RateScale: 0.05).Run(seed: 1).Report;
        Assert.Equal(report.Arrivals, report.Outcomes.Completed);
        Assert.True(report.PromptTokensPerSecond / report.RequestsPerSecond > 5_900);
    }

    [Fact]
    public void S5_at_the_rate_that_the_study_counted_the_single_GPU_serves_an_eighth()
    {
        // 1,285 requests in 120 s are 10.7 a second, not 60.
        double[] rates = [.. Seeds().Select(seed =>
        {
            RunReport report = new StudyExperiment("seed-single", "heavy", StudySeconds, StudyArrivals / StudySeconds / HeavyRate).Run(seed).Report;
            Assert.InRange(report.Arrivals, StudyArrivals - (3 * Math.Sqrt(StudyArrivals)), StudyArrivals + (3 * Math.Sqrt(StudyArrivals)));
            Assert.InRange(report.PromptTokensPerSecond!.Value / report.RequestsPerSecond!.Value, 700, 900); // the study: 238.7
            return report.SuccessRate!.Value;
        })];
        Assert.InRange(rates.Average(), 0.12, 0.16);
    }

    [Fact]
    public void S5_at_60_requests_a_second_the_single_GPU_serves_2_percent()
    {
        double[] rates = [.. Seeds().Select(seed => new StudyExperiment("seed-single", "heavy", StudySeconds).Run(seed).Report.SuccessRate!.Value)];
        Assert.InRange(rates.Average(), 0.015, 0.025);
    }

    [Fact]
    public void S5_of_long_prompts_alone_only_those_that_the_fixed_budget_lets_in_succeed()
    {
        RunReport report = new StudyExperiment("seed-single", "heavy-prompts", StudySeconds, StudyArrivals / StudySeconds / HeavyRate).Run(seed: 1).Report;
        Assert.Equal(report.Arrivals - report.Outcomes.Invalid, report.Outcomes.Completed);
        Assert.InRange(report.SuccessRate!.Value, 0.007, 0.025); // P(LogNormal(8.7, 0.17) <= 4,096) = 1.2 %
    }

    [Fact]
    public void S6_eight_GPUs_serve_all_tiny_prompts_at_14_requests_a_second()
    {
        foreach (long seed in Seeds())
        {
            RunReport report = new StudyExperiment("seed-tp8", "light").Run(seed).Report;
            Assert.True(report.SuccessRate >= 0.996, $"{report.SuccessRate}");
            Assert.InRange(report.RequestsPerSecond!.Value, 14.37 - 0.66, 14.37 + 0.66); // three standard deviations of 300 s of arrivals
        }
    }

    [Theory]
    [InlineData("seed-single", 0.007, 0.011)]
    [InlineData("seed-tp8", 0.055, 0.062)]
    public void S7_300_seconds_of_the_heavy_load_run_to_their_end_on_both_sides(string preset, double low, double high)
    {
        SimulatedRun run = new StudyExperiment(preset, "heavy").Run(seed: 1);
        Assert.False(run.Report.Partial);
        Assert.Equal(0, run.Report.Outcomes.Unfinished);
        Assert.Equal(run.Report.Arrivals, run.Report.Outcomes.Completed + run.Report.Outcomes.TimedOut + run.Report.Outcomes.Invalid);
        Assert.InRange(run.Report.Arrivals, 17_500, 18_500);
        Assert.InRange(run.Report.SuccessRate!.Value, low, high);
    }

    private static IEnumerable<long> Seeds() => [1, 2, 3];

    private static EngineSetup Setup(string preset, Dictionary<string, string>? changes = null) => EngineSetup.From(ServerOptions.FromPreset(preset, changes));

    private static LoadSchedule ChatsAndOneBook() => LoadSchedule.FromArrivals(
        [
            .. Enumerable.Range(0, 8).Select(i => SmallEngine.First($"chat {i}", TimeSpan.FromMilliseconds(i), prompt: 200, output: 300)),
            SmallEngine.First("book", TimeSpan.FromSeconds(1), StudyPrompt, output: 50),
        ],
        "chats and a book");
}
