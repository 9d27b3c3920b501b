using Emulator.KvCache;
using Emulator.Scheduling;

namespace Tests.Unit.Scheduling;

public sealed class PausedAdmissionTests
{
    [Fact]
    public void Without_admission_those_that_run_go_on_and_nobody_joins_them()
    {
        Scheduler scheduler = new(new SchedulerOptions { TokenBudget = 512, NumGpuBlocks = 100, MaxNumSeqs = 8 });
        scheduler.Add(Of("a", 20));
        Assert.Equal("a:20", Step(scheduler));
        scheduler.AdmitsWaiting = false;
        scheduler.Add(Of("b", 30));

        Assert.Equal("a:1", Step(scheduler));
        scheduler.AdmitsWaiting = true;
        Assert.Equal("a:1 b:30", Step(scheduler));
    }

    [Fact]
    public void Whoever_is_preempted_comes_back_in_the_order_of_admission_ahead_of_those_that_wait()
    {
        Scheduler scheduler = new(new SchedulerOptions { TokenBudget = 512, NumGpuBlocks = 100, MaxNumSeqs = 3 });
        foreach (string id in (string[])["a", "b", "c", "d"])
        {
            scheduler.Add(Of(id, 20));
        }

        Assert.Equal("a:20 b:20 c:20", Step(scheduler));
        Assert.Equal((3, 0), (scheduler.PreemptRunning(), scheduler.Pool.Used));
        Assert.Equal("a b c d", string.Join(' ', scheduler.Waiting().Select(sequence => sequence.Id)));
        Assert.Equal("a:21 b:21 c:21", Step(scheduler));
        Assert.Equal(0, new Scheduler(new SchedulerOptions { NumGpuBlocks = 100 }).PreemptRunning());
    }

    [Fact]
    public void Who_bypasses_the_prefix_cache_computes_all_and_leaves_it_to_others()
    {
        Scheduler scheduler = new(new SchedulerOptions { TokenBudget = 512, NumGpuBlocks = 100, MaxNumSeqs = 8, PrefixCaching = true });
        TokenSequence prompt = new(TokenRun.OfPart("shared", 100));
        scheduler.Add(new Sequence("bypass", prompt, 5, 5) { BypassesPrefixCache = true });
        Assert.Equal("bypass:100", Step(scheduler));
        scheduler.Add(new Sequence("reads", prompt, 5, 5));
        scheduler.Add(new Sequence("again", prompt, 5, 5) { BypassesPrefixCache = true });

        Assert.Equal("bypass:1 reads:4 again:100", Step(scheduler));
    }

    private static Sequence Of(string id, int prompt) => new(id, new TokenSequence(TokenRun.OfPart(id, prompt)), 10, 10);

    private static string Step(Scheduler scheduler)
    {
        StepPlan plan = scheduler.Schedule();
        string shares = string.Join(' ', plan.Shares.ToArray().Select(share => $"{share.Sequence.Id}:{share.NewTokens}"));
        scheduler.Complete(plan);
        return shares;
    }
}
