using CsCheck;
using Emulator.Scheduling;

namespace Tests.Unit.Scheduling.Policies;

public class FairShareTests
{
    private const int MostPrompt = 60;
    private const int MostOutput = 30;

    private static readonly Gen<(int Prompt, int Output)[]> s_sizes = Gen.Select(Gen.Int[1, MostPrompt], Gen.Int[1, MostOutput]).Array[1, 6];

    private static readonly Gen<SchedulerOptions> s_options =
        from seqs in Gen.Int[1, 6]
        from extra in Gen.Int[4, 60]
        from blocks in Gen.Int[25, 120]
        from reserve in Gen.Bool
        select new SchedulerOptions { MaxNumSeqs = seqs, TokenBudget = seqs + extra, BlockSize = 4, NumGpuBlocks = blocks, ReserveFullPrompt = reserve, Policy = "fair" };

    /// <summary>Theorem 4.4 of the paper: between any two moments the service of two tenants that always wait differs by 2·max(w_p·L, w_q·M) at most.</summary>
    [Fact]
    public void Two_tenants_that_always_wait_are_served_alike_whatever_the_sizes_of_their_requests() =>
        Gen.Select(s_options, s_sizes, s_sizes).Sample(
            (options, sizes, others) =>
            {
                TenantRace race = new(options);
                long[] leads = [.. Enumerable.Range(0, 300).Select(_ => LeadAfterAStep(race, options, sizes, others))];

                Assert.True(leads.Max() - leads.Min() <= Bound(options), $"{leads.Max() - leads.Min()} is over {Bound(options)}");
            },
            iter: 150);

    /// <summary>So that the bound is none that any order keeps.</summary>
    [Fact]
    public void First_come_first_served_serves_the_one_with_larger_requests_beyond_that_bound()
    {
        SchedulerOptions options = new() { MaxNumSeqs = 2, TokenBudget = 64, BlockSize = 4, NumGpuBlocks = 60, Policy = "fcfs" };
        Assert.True(Lead(options) > Bound(options));
        Assert.True(Math.Abs(Lead(options with { Policy = "fair" })) <= Bound(options));

        static long Lead(SchedulerOptions options)
        {
            TenantRace race = new(options);
            long lead = 0;
            for (int step = 0; step < 2_000; step++)
            {
                lead = LeadAfterAStep(race, options, [(MostPrompt, MostOutput)], [(6, 3)]);
            }

            return lead;
        }
    }

    [Fact]
    public void A_tenant_that_pauses_earns_no_credit() =>
        Gen.Select(s_options, s_sizes, s_sizes, Gen.Int[1, 400]).Sample(
            (options, sizes, others, pause) =>
            {
                TenantRace race = new(options);
                race.Sends("one", 5, 1);
                for (int step = 0; step < pause; step++)
                {
                    race.KeepsWaiting("other", options.MaxNumSeqs + 1, others);
                    race.Runs();
                }

                long before = race.ServedTo("other") - race.ServedTo("one");
                long[] leads = [.. Enumerable.Range(0, 150).Select(_ => LeadAfterAStep(race, options, sizes, others))];

                // What "other" had before "one" came back stays its own: the lead may move by the bound, from there and not from zero.
                Assert.All(leads, lead => Assert.InRange(lead + before, -Bound(options), Bound(options)));
            },
            iter: 100);

    [Fact]
    public void A_tenant_waits_no_longer_because_another_one_sends_ten_times_as_much()
    {
        int[] waits = WaitsBesideAFloodOf(400);

        Assert.Equal(WaitsBesideAFloodOf(40), waits);

        // Nothing runs longer than a prompt's four steps and the 29 decodes that follow: one of four places comes free within that.
        Assert.All(waits, steps => Assert.InRange(steps, 0, 33));

        static int[] WaitsBesideAFloodOf(int requests)
        {
            TenantRace race = new(new SchedulerOptions { MaxNumSeqs = 4, TokenBudget = 64, BlockSize = 4, NumGpuBlocks = 400, Policy = "fair" });
            for (int i = 0; i < requests; i++)
            {
                race.Sends("flood", MostPrompt, MostOutput);
            }

            List<string> ids = [];
            for (int step = 0; step < 200; step++)
            {
                if (step % 40 == 10)
                {
                    ids.Add(race.Sends("guest", 12, 4));
                }

                race.Runs();
            }

            Assert.NotEqual(0, race.WaitingOf("flood"));
            return [.. ids.Select(id => race.Waits[id])];
        }
    }

    private static long LeadAfterAStep(TenantRace race, SchedulerOptions options, (int Prompt, int Output)[] sizes, (int Prompt, int Output)[] others)
    {
        race.KeepsWaiting("one", options.MaxNumSeqs + 1, sizes);
        race.KeepsWaiting("other", options.MaxNumSeqs + 1, others);
        race.Runs();
        return race.ServedTo("one") - race.ServedTo("other");
    }

    /// <summary>2·max(w_p·L, w_q·M): L the longest prompt, M the tokens that can be in the pool at once.</summary>
    private static long Bound(SchedulerOptions options) =>
        2 * Math.Max(MostPrompt, 2 * Math.Min((options.NumGpuBlocks - 1) * options.BlockSize, options.MaxNumSeqs * (MostPrompt + MostOutput)));
}
