using Emulator.Engine;
using LoadGen.Measure;

namespace Tests.Unit.Measure;

public sealed class LoadOutcomeTests
{
    [Fact]
    public void The_servers_outcomes_keep_their_names() =>
        Assert.All(Enum.GetValues<Outcome>(), outcome => Assert.Equal(outcome.ToString(), outcome.ToLoadOutcome().ToString()));

    [Fact]
    public void Names_in_reports_are_snake_case() => Assert.Equal(
        ["completed", "rejected", "timed_out", "cancelled", "failed", "invalid", "unfinished"],
        Enum.GetValues<LoadOutcome>().Select(o => o.ToText()));
}
