using Inference.V1;
using LoadGen.Live;

namespace Tests.Unit.Live;

public sealed class StateChangeTests
{
    [Fact]
    public void An_earlier_run_s_late_steps_are_none_of_this_one_s()
    {
        ServerState begin = State(steps: 3, seconds: 30, (0.001, 1), (2.5, 2));
        ServerState end = State(steps: 8, seconds: 31, (0.001, 4), (0.002, 2), (2.5, 2));

        ServerState change = StateChange.Between(begin, end)!;

        Assert.Equal((5UL, 1.0, 0.2), (change.Steps, change.StepSecondsTotal, change.MeanStepSeconds));
        Assert.Equal([(0.001, 3UL), (0.002, 2UL)], change.StepLateness.Buckets.Select(bucket => (bucket.UpperWallSeconds, bucket.Count)));
        Assert.Equal(8UL, end.Steps);
    }

    [Fact]
    public void A_run_without_a_step_has_no_mean_step_and_no_lateness()
    {
        ServerState state = State(steps: 3, seconds: 30, (0.001, 3));

        ServerState change = StateChange.Between(state, state)!;

        Assert.Equal((0UL, false, null), (change.Steps, change.HasMeanStepSeconds, change.StepLateness));
    }

    [Fact]
    public void A_server_that_was_restarted_in_between_tells_nothing() =>
        Assert.Null(StateChange.Between(State(steps: 3, seconds: 30), State(steps: 2, seconds: 20)));

    private static ServerState State(ulong steps, double seconds, params (double Upper, ulong Count)[] late)
    {
        ServerState state = new() { Steps = steps, StepSecondsTotal = seconds, MeanStepSeconds = seconds / steps, StepLateness = new StepLateness() };
        state.StepLateness.Buckets.AddRange(late.Select(bucket => new LatenessBucket { UpperWallSeconds = bucket.Upper, Count = bucket.Count }));
        return state;
    }
}
