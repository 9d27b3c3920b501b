using Emulator.CostModel;
using Emulator.Engine;
using LoadGen.Measure;
using LoadGen.Schedule;
using LoadGen.Simulation;
using static Tests.Unit.Simulation.SmallEngine;

namespace Tests.Unit.Simulation;

/// <summary>Whole runs under the budget policy target-step.</summary>
public sealed class TargetStepTests
{
    private static readonly Arrival[] Load =
        [.. Enumerable.Range(0, 60).Select(i => First($"r{i}", i * TimeSpan.FromMilliseconds(90), prompt: 200 + (i * 389 % 3_000), output: 20 + (i * 37 % 100)))];

    [Fact]
    public void A_lower_target_gives_shorter_gaps_between_tokens()
    {
        TimeSpan unlimited = Itl(Run(Blueprint(), Load));
        TimeSpan wide = Itl(Run(WithTarget(30), Load));
        TimeSpan narrow = Itl(Run(WithTarget(15), Load));

        Assert.True(unlimited > TimeSpan.FromMilliseconds(40), $"{unlimited}");
        Assert.InRange(wide, TimeSpan.FromMilliseconds(25), TimeSpan.FromMilliseconds(33));
        Assert.InRange(narrow, TimeSpan.FromMilliseconds(12), TimeSpan.FromMilliseconds(17));
    }

    [Fact]
    public void A_target_that_nothing_reaches_makes_the_same_plans()
    {
        SimulationResult without = Run(Blueprint(), Load);
        SimulationResult with = Run(WithTarget(3_600_000), Load);

        Assert.Equal(without.PlanHashes, with.PlanHashes);
        Assert.Equal(((long?)null, (long?)0), (without.Engine.StepsOverTarget, with.Engine.StepsOverTarget));
    }

    [Fact]
    public void A_target_below_what_decodes_take_alone_still_lets_prompts_in_and_every_step_is_counted()
    {
        SimulationResult result = Run(WithTarget(1), Load);

        Assert.All(result.Records, record => Assert.Equal(LoadOutcome.Completed, record.Outcome));
        Assert.Equal(result.Engine.Steps, result.Engine.StepsOverTarget);
        Assert.InRange(result.Engine.StepsOverTargetAtFloor!.Value, 1, result.Engine.Steps - 1);
    }

    [Fact]
    public void A_step_that_only_decodes_is_not_counted_as_one_at_the_floor()
    {
        SimulationResult result = Run(WithTarget(1), First("a", default, prompt: 16, output: 5));

        Assert.Equal((5L, 5L, 1L), (result.Engine.Steps, result.Engine.StepsOverTarget, result.Engine.StepsOverTargetAtFloor));
    }

    private static EngineBlueprint WithTarget(double milliseconds)
    {
        EngineBlueprint blueprint = Blueprint();
        return blueprint with { PrefillLimit = new PrefillLimit(SmallEngine.CostModel, TimeSpan.FromMilliseconds(milliseconds), blueprint.Scheduling.TokenBudget) };
    }

    private static TimeSpan Itl(SimulationResult result) => result.Itl.Summarize().P99!.Value;
}
