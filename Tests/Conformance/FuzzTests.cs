using Tests.Fuzz;
using Tests.Fuzz.Targets;

namespace Tests.Conformance;

/// <summary>Every parser on inputs that were good and have been changed: docs/fuzzing.md.</summary>
public class FuzzTests
{
    private const int Cases = 500;

    public static TheoryData<string> Targets => [.. AllTargets.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Changed_inputs_are_read_or_refused_in_a_sentence(string name)
    {
        FuzzTarget target = AllTargets.All.Single(target => target.Name == name);
        FuzzRun run = new(target, seed: 1);

        run.Run(Cases, longest: null, TestContext.Current.CancellationToken);

        Assert.Equal(Cases, run.Cases);
        Assert.True(run.Failed.Count == 0, string.Join('\n', run.Failed.Take(5).Select(failed => $"{failed.Violation}\n{failed.Case.Command}")));

        // Inputs that are all taken, or all refused by the first check, would hold whatever the parser did.
        Assert.InRange(run.Taken, 1, Cases - 1);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void What_cases_are_made_from_is_good(string name)
    {
        FuzzTarget target = AllTargets.All.Single(target => target.Name == name);

        Assert.NotEmpty(target.Corpus);
        Assert.Contains(target.Corpus, input => target.Read(input) is null);
    }

    [Fact]
    public void A_case_has_one_input()
    {
        FuzzCase one = new(AllTargets.All[0], Seed: 7, Number: 42);
        FuzzCase other = one with { Number = 43 };

        Assert.Equal(one.Input(), (one with { }).Input());
        Assert.NotEqual(one.Input(), other.Input());
    }

    [Fact]
    public void What_a_parser_throws_and_what_it_says_amiss_is_found()
    {
        FuzzTarget throws = new("a", "x", [[1]], _ => throw new FormatException("oh"));
        FuzzTarget blank = throws with { Read = _ => " " };
        FuzzTarget inside = throws with { Read = _ => "System.Int32 is no number" };
        FuzzTarget steers = throws with { Read = _ => "\u001b[31m is no name" };
        FuzzTarget greedy = throws with { Read = _ => new byte[1 << 20].Length == 0 ? "" : null, MostBytes = 1_000 };

        Assert.Contains("FormatException: oh", ViolationOf(throws), StringComparison.Ordinal);
        Assert.Contains("refused without a word", ViolationOf(blank), StringComparison.Ordinal);
        Assert.Contains("names what is inside (System.)", ViolationOf(inside), StringComparison.Ordinal);
        Assert.Contains("has control characters", ViolationOf(steers), StringComparison.Ordinal);
        Assert.Contains("MiB to read", ViolationOf(greedy), StringComparison.Ordinal);

        static string? ViolationOf(FuzzTarget target) => new FuzzCase(target, Seed: 1, Number: 1).Run().Violation;
    }
}
