using Emulator;
using LoadGen.Simulation;
using LoadGen.Trace;

namespace Tests.Unit.Trace;

public sealed class StepRecorderTests
{
    private static readonly StepTrace s_all = SmallTrace.Record();

    [Fact]
    public void The_steps_are_those_of_the_simulation()
    {
        SimulationResult run = Simulator.Run(SmallTrace.Schedule, SmallTrace.Options);

        Assert.Equal(run.Engine.Steps, s_all.Steps.Count);
        Assert.Equal(run.Engine.Preemptions, s_all.Summary.Preemptions);
        Assert.Equal(run.Engine.ComputedTokens, s_all.Summary.Decodes + s_all.Summary.PrefillTokens);
        Assert.Equal(run.Engine.StepTimeTotal, s_all.Summary.StepTime);
        Assert.Equal(run.Records.Sum(record => record.OutputTokens), s_all.Steps.Sum(step => step.Shares.Count(share => share.Sampled)));
        Assert.Equal(run.Records.Select(record => (record.Id, record.OutputTokens, record.Preemptions)).Order(), s_all.Requests.Select(request => (request.Id, request.OutputTokens, (int?)request.Preemptions)).Order());
    }

    [Fact]
    public void Counts_of_a_step_are_those_of_its_shares() => Assert.All(s_all.Steps, step =>
    {
        Assert.Equal(step.Decodes, step.Shares.Count(share => share.Kind == ShareKind.Decode));
        Assert.Equal(step.Chunks, step.Shares.Count(share => share.Kind == ShareKind.Prefill));
        Assert.Equal(step.PrefillTokens, step.Shares.Where(share => share.Kind == ShareKind.Prefill).Sum(share => share.NewTokens));
        Assert.Equal(step.Admitted, step.Shares.Count(share => share.CachedTokens is not null));
        Assert.Equal(step.CachedTokens, step.Shares.Sum(share => share.CachedTokens ?? 0));
        Assert.Equal(step.Duration.TotalSeconds, step.Cost.Terms().Sum(term => term.Seconds), tolerance: 1e-7);
        Assert.InRange(step.Decodes + step.PrefillTokens, 1, s_all.TokenBudget);
    });

    [Fact]
    public void A_long_prompt_is_in_chunks_of_which_the_last_samples()
    {
        TracedShare[] book = [.. s_all.Steps.SelectMany(step => step.Shares).Where(share => share.Id == "book").TakeWhile(share => share.Kind == ShareKind.Prefill)];

        Assert.Equal([(0, 511, false), (511, 511, false), (1_022, 178, true)], book.Select(share => (share.Past, share.NewTokens, share.Sampled)));
    }

    [Fact]
    public void A_cached_prefix_is_known_at_the_admission()
    {
        TracedShare admission = s_all.Steps.SelectMany(step => step.Shares).First(share => share.Id == "chat-2");

        Assert.Equal((64, 64, false), (admission.CachedTokens, admission.Past, admission.Resumed));
        Assert.Equal(64, s_all.Requests.Single(request => request.Id == "chat-2").CachedTokens);
    }

    [Fact]
    public void Who_was_preempted_comes_back_as_resumed()
    {
        TracedStep preemption = s_all.Steps.First(step => step.Preempted.Count > 0);
        string victim = preemption.Preempted[0];

        TracedShare next = s_all.Steps.SkipWhile(step => step.Index < preemption.Index).SelectMany(step => step.Shares).First(share => share.Id == victim);

        Assert.True(next.Resumed);
        Assert.NotNull(next.CachedTokens);
    }

    [Fact]
    public void What_ends_between_steps_stands_before_the_next_one()
    {
        Assert.Equal(("invalid", "context_length_exceeded"), s_all.Steps.SelectMany(step => step.EndedBefore).Where(end => end.Id == "huge").Select(end => (end.Outcome, end.Reason)).Single());
        TracedStep after = Assert.Single(s_all.Steps, step => step.EndedBefore.Any(end => end.Id == "slow"));
        Assert.Equal((TracedEnd.TimedOut, after.Start), after.EndedBefore.Where(end => end.Id == "slow").Select(end => (end.Outcome, end.At)).Single());
        Assert.Equal((5, 1, 1), (s_all.Summary.Completed, s_all.Summary.TimedOut, s_all.Summary.OtherEnds));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(7, 20)]
    [InlineData(20, 1_000_000)]
    public void A_range_is_a_part_of_the_whole(int from, int steps)
    {
        StepTrace part = SmallTrace.Record(new StepRange { From = from, Steps = Math.Min(steps, StepRange.MostSteps) });

        Assert.Equal(s_all.Steps.Skip(from).Take(steps).Select(Line), part.Steps.Select(Line));
        Assert.Equal(part.Steps.Sum(step => (long)step.Decodes), part.Summary.Decodes);
        Assert.All(part.Steps.SelectMany(step => step.Shares), share => Assert.Contains(part.Requests, request => request.Id == share.Id));
    }

    [Fact]
    public void A_range_may_begin_at_a_moment()
    {
        StepTrace part = SmallTrace.Record(new StepRange { At = TimeSpan.FromSeconds(1), Steps = 3 });

        Assert.Equal(s_all.Steps.Where(step => step.Start >= TimeSpan.FromSeconds(1)).Take(3).Select(Line), part.Steps.Select(Line));
    }

    [Fact]
    public void A_range_behind_the_run_is_refused()
    {
        long steps = s_all.Steps.Count;

        Assert.Equal($"--from is {steps}, but the run has {steps} steps; allowed are 0 to {steps - 1}.", Assert.Throws<InvalidConfigurationException>(() => SmallTrace.Record(new StepRange { From = steps })).Message);
        Assert.StartsWith("--at is 60 s, but the run's last step begins at 4.", Assert.Throws<InvalidConfigurationException>(() => SmallTrace.Record(new StepRange { At = TimeSpan.FromMinutes(1) })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Following_some_keeps_the_figures_of_whole_steps()
    {
        StepTrace book = SmallTrace.Record(followed: "book");

        Assert.Equal("book", Assert.Single(book.Requests).Id);
        Assert.Equal(s_all.Summary, book.Summary);
        Assert.Equal(s_all.Steps.SelectMany(step => step.Shares).Where(share => share.Id == "book"), book.Steps.SelectMany(step => step.Shares));
    }

    [Fact]
    public void A_cancelled_recording_is_partial()
    {
        StepTrace trace = StepRecorder.Record(SmallTrace.Schedule, SmallTrace.Options, new StepRange(), cancellation: new CancellationToken(canceled: true));

        Assert.True(trace.Partial);
        Assert.Empty(trace.Steps);
    }

    private static string Line(TracedStep step) => $"{step.Index} {step.Start} {step.Duration} {string.Join(' ', step.Shares)} -{string.Join(' ', step.Finished)} x{string.Join(' ', step.Preempted)}";
}
