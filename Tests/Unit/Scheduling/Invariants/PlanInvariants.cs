using Emulator.Scheduling;

namespace Tests.Unit.Scheduling.Invariants;

/// <summary>Rules 1 and 7, and what the plan says of itself.</summary>
internal static class PlanInvariants
{
    public static void Check(SchedulerOptions options, Scheduler scheduler, StepPlan plan, int? prefillLimit)
    {
        int sum = 0;
        int place = -1;
        foreach (StepShare share in plan.Shares)
        {
            Assert.True(share.NewTokens >= 1, $"{share.Sequence.Id} is planned with {share.NewTokens} tokens");
            Assert.Equal(share.ComputedBefore + share.NewTokens, share.Sequence.Computed);
            Assert.True(share.Sequence.Computed <= share.Sequence.Tokens);
            sum += share.NewTokens;

            int next = scheduler.Running.IndexOf(share.Sequence);
            Assert.True(next > place, $"{share.Sequence.Id} does not stand in running order");
            place = next;

            if (share.Admitted)
            {
                Assert.Equal(share.Cached, share.ComputedBefore);
                Assert.Equal(0, share.Cached % options.BlockSize);
                Assert.True(share.Cached < share.Sequence.Tokens);
            }
        }

        Assert.True(sum <= scheduler.TokenBudget);
        Assert.True(scheduler.Running.Length <= options.MaxNumSeqs);
        Assert.Equal(sum, plan.Totals.Tokens);
        Assert.Equal(plan.Shares.Length, plan.Totals.Sequences);
        Assert.True(plan.Totals.ChunkTokens <= (prefillLimit ?? int.MaxValue));
    }
}
