using Emulator.Scheduling;

namespace Tests.Unit.Scheduling.Invariants;

/// <summary>Rule 5: a step that preempted nobody runs all of running, and ends its admissions for a reason that anyone can check.</summary>
internal static class WorkConservation
{
    /// <summary>Looks at a step without a preemption and without a limit to its prefill.</summary>
    /// <param name="options">How the scheduler was built.</param>
    /// <param name="scheduler">The scheduler.</param>
    /// <param name="plan">Its plan, scheduled and not completed.</param>
    /// <param name="cutFromOutside">
    /// Whether, while any of these ran, the budget was lowered or prefill was limited. Then a prompt may want more than it had in the step before,
    /// and the budget may not reach those behind it; else it reaches everyone.
    /// </param>
    public static void Check(SchedulerOptions options, Scheduler scheduler, StepPlan plan, bool cutFromOutside)
    {
        int budget = scheduler.TokenBudget - plan.Totals.Tokens;
        if (!cutFromOutside || budget > 0)
        {
            Assert.Equal(scheduler.Running.Length, plan.Shares.Length);
        }

        for (int i = 0; i < plan.Shares.Length; i++)
        {
            Assert.Same(scheduler.Running[i], plan.Shares[i].Sequence);
        }

        if (scheduler.Waiting().FirstOrDefault() is not { } front || budget == 0 || scheduler.Running.Length == options.MaxNumSeqs)
        {
            return;
        }

        int hits = Hits(options, scheduler, front, out int idle);
        int tokens = front.Tokens - (hits * options.BlockSize);
        if (options.LongPrefillThreshold > 0)
        {
            tokens = Math.Min(tokens, options.LongPrefillThreshold);
        }

        bool needsARoomierStep = !options.ChunkedPrefill && tokens > budget && tokens <= scheduler.TokenBudget;
        int known = options.ReserveFullPrompt ? front.Tokens : (hits * options.BlockSize) + Math.Min(tokens, budget);
        int blocks = ((known + options.BlockSize - 1) / options.BlockSize) - hits + idle + (scheduler.Running.Length > 0 ? options.WatermarkBlocks : 0);
        Assert.True(needsARoomierStep || blocks > scheduler.Pool.Free, $"{front.Id} waits, though it needs {blocks} blocks of {scheduler.Pool.Free} and {tokens} tokens of {budget}");
    }

    /// <summary>Looks the cached prefix up anew: what the scheduler remembers of its own lookups is not asked.</summary>
    private static int Hits(SchedulerOptions options, Scheduler scheduler, Sequence front, out int idle)
    {
        int hits = 0;
        idle = 0;
        if (scheduler.Pool.Index is { } index)
        {
            PrefixHashes hashes = new(front, options.BlockSize);
            while (hits < (front.Tokens - 1) / options.BlockSize && index.Find(hashes[hits]) is >= 0 and int block)
            {
                idle += scheduler.Pool.References(block) == 0 ? 1 : 0;
                hits++;
            }
        }

        return hits;
    }
}
