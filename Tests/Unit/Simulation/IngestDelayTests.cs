using Emulator.Engine;
using Emulator.Scheduling;
using LoadGen.Measure;
using LoadGen.Schedule;
using LoadGen.Simulation;
using static Tests.Unit.Simulation.SmallEngine;

namespace Tests.Unit.Simulation;

/// <summary>When a request that the front end holds back reaches the scheduler, worked by hand.</summary>
public sealed class IngestDelayTests
{
    private static readonly TimeSpan Tick = new(1);
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(7);
    private static readonly TimeSpan PerToken = TimeSpan.FromMicroseconds(3);
    private static readonly TimeSpan P100 = Prefill(100);

    [Fact]
    public void An_idle_engine_starts_when_the_delay_is_over_and_the_delay_counts()
    {
        RequestRecord only = Assert.Single(Records(First("a", TimeSpan.FromSeconds(1), prompt: 100, output: 3)));
        TimeSpan held = Delay + (100 * PerToken);

        Assert.Equal((TimeSpan.FromSeconds(1), held), (only.At, only.Queue));
        Assert.Equal(held + P100, only.Ttft);
        Assert.Equal(held + P100 + Decode(101) + Decode(102), only.E2e);
    }

    [Fact]
    public void A_short_prompt_overtakes_a_long_one_that_came_before()
    {
        RequestRecord[] records = Records(First("long", default, prompt: 2_000, output: 1), First("short", Tick, prompt: 100, output: 1));

        Assert.Equal(Delay + (100 * PerToken), records[1].Queue);
        Assert.Equal(Tick + Delay + (100 * PerToken) + P100, records[0].Queue);
    }

    [Fact]
    public void Requests_that_are_ready_together_go_in_order_of_receipt()
    {
        // Ready at one moment: the longer prompt came so much earlier. One place, so that the queue shows who went first.
        SchedulerOptions onePlace = new() { MaxNumSeqs = 1, TokenBudget = 2_048, NumGpuBlocks = 1_000 };
        RequestRecord[] records = [.. Run(
            Blueprint(onePlace) with { IngestDelay = new IngestDelay(Delay, PerToken) },
            First("b", default, prompt: 200, output: 1),
            First("a", 100 * PerToken, prompt: 100, output: 1)).Records];

        Assert.Equal(Delay + (200 * PerToken), records[0].Queue);
        Assert.Equal(Delay + (100 * PerToken) + Prefill(200), records[1].Queue);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void One_that_is_ready_at_the_start_of_a_step_is_in_it_and_a_tick_later_it_waits_for_the_next(long ticksAfter)
    {
        // Both are held back for as long; the second becomes ready when the first one's prefill ends, or a tick later.
        TimeSpan late = new(ticksAfter);
        RequestRecord[] records = Records(First("a", default, prompt: 100, output: 9), First("b", P100 + late, prompt: 100, output: 1));

        Assert.Equal(Delay + (100 * PerToken) + (ticksAfter == 0 ? TimeSpan.Zero : Decode(101) - late), records[1].Queue);
    }

    [Fact]
    public void A_timeout_runs_from_receipt_and_ends_a_request_that_is_still_held_back()
    {
        SimulationResult result = Run(Delayed, First("a", default, prompt: 100, output: 3, timeout: Delay));
        RequestRecord only = Assert.Single(result.Records);

        Assert.Equal((LoadOutcome.TimedOut, "queue", null, 0L), (only.Outcome, only.Reason, only.Queue, result.Engine.Steps));
    }

    [Fact]
    public void One_whose_timeout_is_due_when_it_is_ready_never_runs_and_a_tick_later_it_does()
    {
        TimeSpan held = Delay + (100 * PerToken);

        Assert.Equal(LoadOutcome.TimedOut, Assert.Single(Records(First("a", default, prompt: 100, output: 1, timeout: held))).Outcome);
        Assert.Equal(LoadOutcome.Completed, Assert.Single(Records(First("a", default, prompt: 100, output: 1, timeout: held + Tick))).Outcome);
    }

    [Fact]
    public void What_could_never_finish_is_invalid_on_arrival()
    {
        RequestRecord only = Assert.Single(Records(First("a", default, prompt: 9_000, output: 1)));

        Assert.Equal((LoadOutcome.Invalid, "context_length_exceeded", TimeSpan.Zero), (only.Outcome, only.Reason, only.At));
    }

    [Fact]
    public void Cut_before_it_is_ready_a_request_is_unfinished()
    {
        LoadSchedule schedule = LoadSchedule.FromArrivals([First("a", default, prompt: 100, output: 1)], "test");
        SimulationResult result = Simulator.Run(schedule, new SimulationOptions { Blueprint = Delayed, Window = Delay, CutAtWindow = true });

        Assert.Equal((LoadOutcome.Unfinished, 0L), (Assert.Single(result.Records).Outcome, result.Engine.Steps));
    }

    [Fact]
    public void A_follow_up_is_held_back_too()
    {
        Arrival first = First("a", default, prompt: 100, output: 1);
        RequestRecord[] records = Records(first, FollowUp("a.1", first, TimeSpan.FromSeconds(1), newTokens: 10, output: 1));

        Assert.Equal(Delay + (100 * PerToken) + P100 + TimeSpan.FromSeconds(1), records[1].At);
        Assert.Equal(Delay + (111 * PerToken), records[1].Queue);
    }

    private static EngineBlueprint Delayed => Blueprint() with { IngestDelay = new IngestDelay(Delay, PerToken) };

    private static RequestRecord[] Records(params Arrival[] arrivals) => [.. Run(Delayed, arrivals).Records];
}
