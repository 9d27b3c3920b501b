using Emulator.Scheduling;
using LoadGen.Measure;
using LoadGen.Schedule;
using LoadGen.Simulation;
using static Tests.Unit.Simulation.SmallEngine;

namespace Tests.Unit.Simulation;

/// <summary>When things happen, worked by hand: the test prices the steps and adds them up; a tick more or less decides.</summary>
public sealed class TimingRuleTests
{
    private static readonly TimeSpan Tick = new(1);
    private static readonly TimeSpan P100 = Prefill(100);

    [Fact]
    public void An_idle_engine_starts_its_step_exactly_when_the_next_request_is_due()
    {
        TimeSpan at = TimeSpan.FromSeconds(1.234567);
        RequestRecord only = Assert.Single(Run([First("a", at, prompt: 100, output: 3)]));
        Assert.Equal((at, TimeSpan.Zero), (only.At, only.Queue));
        Assert.Equal(P100, only.Ttft);
        Assert.Equal(P100 + Decode(101) + Decode(102), only.E2e);
    }

    [Fact]
    public void A_request_due_at_the_start_of_a_step_is_in_that_step()
    {
        RequestRecord[] records = Run([First("a", default, prompt: 100, output: 9), First("b", P100, prompt: 200, output: 1)]);
        Assert.Equal(TimeSpan.Zero, records[1].Queue);
        Assert.Equal(Prefill(200, 101), records[1].Ttft);
    }

    [Fact]
    public void A_request_due_a_tick_after_the_start_of_a_step_waits_for_the_next()
    {
        RequestRecord[] records = Run([First("a", default, prompt: 100, output: 9), First("b", P100 + Tick, prompt: 200, output: 1)]);
        Assert.Equal(Decode(101) - Tick, records[1].Queue);
        Assert.Equal(Decode(101) - Tick + Prefill(200, 102), records[1].Ttft);
    }

    [Fact]
    public void A_timeout_due_at_the_start_of_a_step_ends_the_request_before_that_step()
    {
        RequestRecord only = Assert.Single(Run([First("a", default, prompt: 100, output: 2, timeout: P100)]));
        Assert.Equal((LoadOutcome.TimedOut, "decode", 1), (only.Outcome, only.Reason, only.OutputTokens));
        Assert.Equal((P100, (TimeSpan?)null), (only.Ttft, only.E2e));
    }

    [Fact]
    public void A_request_that_finishes_in_the_step_that_crosses_its_deadline_is_completed()
    {
        RequestRecord only = Assert.Single(Run([First("a", default, prompt: 100, output: 2, timeout: P100 + Tick)]));
        Assert.Equal((LoadOutcome.Completed, (TimeSpan?)(P100 + Decode(101))), (only.Outcome, only.E2e));
    }

    [Fact]
    public void A_request_whose_whole_time_passes_within_one_step_is_added_and_timed_out_without_ever_running()
    {
        RequestRecord[] records = Run([First("a", default, prompt: 100, output: 2), First("b", Tick, prompt: 100, output: 2, timeout: P100 / 2)]);
        Assert.Equal((LoadOutcome.TimedOut, "queue", 0), (records[1].Outcome, records[1].Reason, records[1].OutputTokens));
        Assert.Null(records[1].Queue);
        Assert.Equal(P100 + Decode(101), records[0].E2e);
    }

    [Fact]
    public void A_follow_up_is_due_its_think_time_after_the_turn_before_ended()
    {
        Arrival first = First("a", TimeSpan.FromSeconds(1), prompt: 100, output: 1);
        TimeSpan think = TimeSpan.FromSeconds(0.5);
        RequestRecord[] records = Run([first, FollowUp("a.1", first, think, newTokens: 10, output: 1)]);
        Assert.Equal(first.At + P100 + think, records[1].At);
        Assert.Equal((Prefill(111), true), (records[1].Ttft, records[1].IsFollowUp));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void A_follow_up_due_at_the_end_of_the_window_is_not_issued_and_a_tick_before_it_is(long ticksAfter, bool issued)
    {
        Arrival first = First("a", default, prompt: 100, output: 1);
        TimeSpan think = TimeSpan.FromSeconds(0.5);
        LoadSchedule schedule = LoadSchedule.FromArrivals([first, FollowUp("a.1", first, think, newTokens: 10, output: 1)], "test");
        SimulationResult result = Simulator.Run(schedule, new SimulationOptions { Blueprint = Blueprint(), Window = P100 + think + new TimeSpan(ticksAfter) });
        Assert.Equal(issued ? (2, 0) : (1, 1), (result.Records.Count, result.NotIssued));
    }

    [Fact]
    public void A_follow_up_of_a_turn_that_timed_out_never_comes()
    {
        Arrival first = First("a", default, prompt: 100, output: 2, timeout: P100);
        LoadSchedule schedule = LoadSchedule.FromArrivals([first, FollowUp("a.1", first, default, newTokens: 10, output: 1)], "test");
        SimulationResult result = Simulator.Run(schedule, new SimulationOptions { Blueprint = Blueprint() });
        Assert.Equal((1, 1), (result.Records.Count, result.NotIssued));
    }

    [Fact]
    public void Ties_go_to_first_turns_in_schedule_order_then_to_follow_ups_by_the_line_of_the_turn_before()
    {
        // Both openers end in the same step; with one place only, the queue shows who came first.
        Arrival opener = First("a", default, prompt: 100, output: 1);
        Arrival other = First("b", default, prompt: 100, output: 1);
        TimeSpan both = Prefill(100) + Prefill(100);
        TimeSpan due = both + TimeSpan.FromSeconds(1);
        Arrival[] arrivals =
        [
            First("d", due, prompt: 100, output: 1),
            First("c", due, prompt: 100, output: 1),
            opener,
            other,
            FollowUp("b.1", other, due - both, newTokens: 10, output: 1),
            FollowUp("a.1", opener, due - Prefill(100), newTokens: 10, output: 1),
        ];
        RequestRecord[] records = Run(arrivals, new SchedulerOptions { MaxNumSeqs = 1, TokenBudget = 2_048, NumGpuBlocks = 1_000 });
        Assert.Equal(["d", "c", "a.1", "b.1"], records.Where(record => record.At == due).OrderBy(record => record.Queue).Select(record => record.Id));
    }

    [Theory]
    [InlineData(0, LoadOutcome.Unfinished, 1)]
    [InlineData(1, LoadOutcome.Completed, 2)]
    public void Cut_at_the_window_no_step_starts_at_its_end_and_one_that_has_begun_counts(long ticksAfter, LoadOutcome outcome, int outputs)
    {
        LoadSchedule schedule = LoadSchedule.FromArrivals([First("a", default, prompt: 100, output: 2)], "test");
        SimulationOptions options = new() { Blueprint = Blueprint(), Window = P100 + new TimeSpan(ticksAfter), CutAtWindow = true };
        RequestRecord only = Assert.Single(Simulator.Run(schedule, options).Records);
        Assert.Equal((outcome, outputs), (only.Outcome, only.OutputTokens));
    }

    [Theory]
    [InlineData(0, LoadOutcome.Unfinished)]
    [InlineData(1, LoadOutcome.Completed)]
    public void The_drain_limit_is_such_an_end_that_much_later(long ticksAfter, LoadOutcome outcome)
    {
        LoadSchedule schedule = LoadSchedule.FromArrivals([First("a", default, prompt: 100, output: 2)], "test");
        SimulationOptions options = new() { Blueprint = Blueprint(), Window = Tick, DrainLimit = P100 - Tick + new TimeSpan(ticksAfter) };
        Assert.Equal(outcome, Assert.Single(Simulator.Run(schedule, options).Records).Outcome);
    }

    [Fact]
    public void A_request_that_was_due_before_the_cut_and_that_no_step_saw_is_unfinished_too()
    {
        LoadSchedule schedule = LoadSchedule.FromArrivals([First("a", default, prompt: 100, output: 2), First("b", Tick, prompt: 100, output: 2)], "test");
        SimulationOptions options = new() { Blueprint = Blueprint(), Window = P100, CutAtWindow = true };
        RequestRecord unseen = Simulator.Run(schedule, options).Records[1];
        Assert.Equal(("b", LoadOutcome.Unfinished, 0), (unseen.Id, unseen.Outcome, unseen.Attempts));
    }

    private static RequestRecord[] Run(Arrival[] arrivals, SchedulerOptions? scheduling = null) =>
        [.. Simulator.Run(LoadSchedule.FromArrivals(arrivals, "test"), new SimulationOptions { Blueprint = Blueprint(scheduling) }).Records];
}
