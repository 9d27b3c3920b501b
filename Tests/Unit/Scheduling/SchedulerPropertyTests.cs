using CsCheck;
using Emulator.KvCache;
using Emulator.Scheduling;

namespace Tests.Unit.Scheduling;

/// <summary>Random traffic through small pools, with what must always hold checked after every Schedule and Complete.</summary>
public class SchedulerPropertyTests
{
    private static readonly Gen<SchedulerOptions> Options =
        from seqs in Gen.Int[1, 6]
        from extra in Gen.Int[0, 40]
        from block in Gen.Int[1, 6]
        from blocks in Gen.Int[3, 40]
        from chunked in Gen.Bool
        from threshold in Gen.Int[0, 12]
        from caching in Gen.Bool
        from priority in Gen.Bool
        from reserve in Gen.Bool
        from watermark in Gen.Int[0, 2]
        select new SchedulerOptions
        {
            MaxNumSeqs = seqs,
            TokenBudget = seqs + extra,
            BlockSize = block,
            NumGpuBlocks = blocks,
            ChunkedPrefill = chunked,
            LongPrefillThreshold = chunked ? threshold : 0,
            PrefixCaching = caching,
            Policy = priority ? "priority" : "fcfs",
            ReserveFullPrompt = reserve,
            WatermarkBlocks = watermark,
        };

    private static readonly Gen<(int Step, int Family, int Prompt, int Output, int Priority, int AbortAfter)[]> Arrivals =
        Gen.Select(Gen.Int[0, 30], Gen.Int[0, 3], Gen.Int[1, 60], Gen.Int[1, 30], Gen.Int[0, 2], Gen.Int[-20, 20]).Array[1, 25];

    [Fact]
    public void Whatever_arrives_the_invariants_hold_and_everything_ends() =>
        Gen.Select(Options, Arrivals).Sample((options, arrivals) => Run(options, arrivals, prefillLimit: null, out _), iter: 2_000);

    [Fact]
    public void Whatever_limits_prefill_the_invariants_hold_and_everything_ends() =>
        Gen.Select(Options, Arrivals, Gen.Int[1, 20]).Sample(
            (options, arrivals, limit) => Run(options with { ChunkedPrefill = true }, arrivals, limit, out _),
            iter: 1_000);

    [Fact]
    public void A_limit_never_changes_what_is_generated_and_one_that_binds_nothing_changes_no_plan() =>
        Gen.Select(Options, Arrivals, Gen.Int[1, 20]).Sample(
            (options, arrivals, limit) =>
            {
                SchedulerOptions chunked = options with { ChunkedPrefill = true };
                var kept = arrivals.Select(a => a with { AbortAfter = -1 }).ToArray();
                string unlimited = Run(chunked, kept, prefillLimit: null, out Dictionary<string, int> without);
                Run(chunked, kept, limit, out Dictionary<string, int> with);

                Assert.Equal(without, with);
                Assert.Equal(unlimited, Run(chunked, kept, chunked.TokenBudget, out _));
            },
            iter: 300);

    [Fact]
    public void Prefix_caching_and_chunking_never_change_what_is_generated() =>
        Gen.Select(Options, Arrivals).Sample(
            (options, arrivals) =>
            {
                // Aborts come at fixed steps, so they cut more or less; without them every accepted request must generate all it should.
                var kept = arrivals.Select(a => a with { AbortAfter = -1 }).ToArray();
                Run(options with { PrefixCaching = false }, kept, prefillLimit: null, out Dictionary<string, int> without);
                Run(options with { PrefixCaching = true }, kept, prefillLimit: null, out Dictionary<string, int> with);
                Assert.Equal(without, with);
            },
            iter: 500);

    /// <summary>Runs everything to its end.</summary>
    /// <returns>All plans, as text.</returns>
    private static string Run(SchedulerOptions options, (int Step, int Family, int Prompt, int Output, int Priority, int AbortAfter)[] arrivals, int? prefillLimit, out Dictionary<string, int> outputs)
    {
        System.Text.StringBuilder plans = new();
        Scheduler scheduler = new(options);
        List<Sequence> live = [];
        outputs = [];
        int idleSteps = 0;
        for (int step = 0; step < 31 || scheduler.HasWork; step++)
        {
            for (int i = 0; i < arrivals.Length; i++)
            {
                (int at, int family, int prompt, int output, int priority, int abortAfter) = arrivals[i];
                if (at == step)
                {
                    Sequence sequence = new($"r{i}", new TokenSequence(TokenRun.OfPart($"family {family}", prompt)), output, output, priority);
                    if (scheduler.Add(sequence))
                    {
                        live.Add(sequence);
                    }
                }

                if (abortAfter > 0 && at + abortAfter == step && live.Find(s => s.Id == $"r{i}") is { } leaving)
                {
                    scheduler.Abort(leaving);
                }
            }

            int waitingBefore = scheduler.WaitingCount;
            StepPlan plan = prefillLimit is { } limit ? scheduler.Schedule(limit) : scheduler.Schedule();
            plans.AppendJoin(' ', plan.Shares.ToArray().Select(share => $"{share.Sequence.Id}:{share.NewTokens}")).Append('\n');
            CheckPlan(options, scheduler, plan, prefillLimit);
            CheckBlocks(options, scheduler, live);
            idleSteps = plan.IsEmpty && scheduler.HasWork ? idleSteps + 1 : 0;
            Assert.True(idleSteps < 3, "work is left and nothing runs");
            Assert.True(options.Policy == "priority" || !plan.IsEmpty || !scheduler.HasWork, "an fcfs step with work computed nothing");
            scheduler.Complete(plan);
            foreach (FinishedSequence finished in plan.Finished)
            {
                outputs[finished.Sequence.Id] = finished.Sequence.Outputs;
                Assert.Equal(Math.Min(finished.Sequence.MaxTokens, finished.Sequence.StopAfter), finished.Sequence.Outputs);
            }

            CheckBlocks(options, scheduler, live);
            Assert.True(step < 20_000, "no end");
        }

        Assert.Equal(scheduler.Pool.Usable, scheduler.Pool.Free);
        Assert.All(live, sequence => Assert.Equal(SequencePlace.Ended, sequence.Place));
        return plans.ToString();
    }

    private static void CheckPlan(SchedulerOptions options, Scheduler scheduler, StepPlan plan, int? prefillLimit)
    {
        StepShare[] shares = plan.Shares.ToArray();
        Assert.True(shares.Sum(share => share.NewTokens) <= options.TokenBudget);
        Assert.Equal(shares.Sum(share => share.NewTokens), plan.Totals.Tokens);
        Assert.Equal(shares.Length, plan.Totals.Sequences);
        Assert.True(scheduler.Running.Length <= options.MaxNumSeqs);
        Assert.All(shares, share => Assert.True(share.NewTokens >= 1));

        List<Sequence> running = [.. scheduler.Running.ToArray()];
        int[] places = [.. shares.Select(share => running.IndexOf(share.Sequence))];
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
        Assert.True(plan.Totals.ChunkTokens <= (prefillLimit ?? int.MaxValue));
        if (plan.Preempted.Count == 0 && prefillLimit is null)
        {
            Assert.Equal(running.Count, shares.Length);
        }

        if (options.Policy == "fcfs")
        {
            long[] order = [.. running.Select(s => s.Arrival), .. scheduler.Waiting().Select(s => s.Arrival)];
            Assert.Equal(order.Order(), order);
        }
    }

    private static void CheckBlocks(SchedulerOptions options, Scheduler scheduler, List<Sequence> live)
    {
        int[] held = new int[options.NumGpuBlocks];
        foreach (Sequence sequence in live)
        {
            foreach (int block in sequence.Blocks.Ids)
            {
                held[block]++;
            }

            if (sequence.Place == SequencePlace.Running)
            {
                Assert.Equal((sequence.Computed + options.BlockSize - 1) / options.BlockSize, sequence.Blocks.Count);
            }
            else
            {
                Assert.Equal(0, sequence.Blocks.Count);
                Assert.True(sequence.Place == SequencePlace.Ended || sequence.Computed == 0);
            }
        }

        int[] free = [.. scheduler.Pool.FreeQueue()];
        Assert.Equal(scheduler.Pool.Free, free.Length);
        Assert.Equal(free.Length, free.Distinct().Count());
        for (int block = 1; block < held.Length; block++)
        {
            Assert.Equal(held[block], scheduler.Pool.References(block));
            Assert.Equal(held[block] == 0, free.Contains(block));
        }
    }
}
