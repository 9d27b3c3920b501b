using Emulator.CostModel;

namespace LoadGen.Measure;

/// <summary>What an engine did during a run: plain sums, filled step by step by a simulation or at the end from a server's state.</summary>
public sealed class EngineStatistics
{
    /// <summary>Engines that these numbers are the sum of.</summary>
    public int Replicas { get; set; } = 1;

    /// <summary>Steps run.</summary>
    public long Steps { get; set; }

    /// <summary>Model time spent in steps.</summary>
    public TimeSpan StepTimeTotal { get; set; }

    /// <summary>Cost of all steps, term by term.</summary>
    public StepCost CostTotal { get; set; }

    /// <summary>Sequences in a step, added over all steps.</summary>
    public long SequencesTotal { get; set; }

    /// <summary>Token budget of a step, of one engine.</summary>
    public int TokenBudget { get; set; }

    /// <summary>KV blocks of one engine.</summary>
    public int KvBlocks { get; set; }

    /// <summary>Time over which KV usage was observed, added over engines.</summary>
    public TimeSpan KvObserved { get; private set; }

    /// <summary>Largest share of the KV blocks in use, 0..1.</summary>
    public double KvUsageMax { get; private set; }

    /// <summary>Share of the KV blocks in use, 0..1, weighted by time; null before any time was observed.</summary>
    public double? KvUsageMean => KvObserved > TimeSpan.Zero ? KvUsageSeconds / KvObserved.TotalSeconds : null;

    /// <summary>Sequences thrown out of the KV cache to be computed again.</summary>
    public long Preemptions { get; set; }

    /// <summary>Prompt tokens looked up in the prefix cache; 0 when it is off.</summary>
    public long PrefixQueryTokens { get; set; }

    /// <summary>Prompt tokens found in the prefix cache.</summary>
    public long PrefixHitTokens { get; set; }

    /// <summary>Tokens computed, prompts and outputs.</summary>
    public long ComputedTokens { get; set; }

    /// <summary>Tokens computed for requests that then did not complete, and tokens computed a second time after a preemption.</summary>
    public long WastedTokens { get; set; }

    /// <summary>Of the computed tokens, those for requests that then timed out; null when the server does not say.</summary>
    public long? TimedOutTokens { get; set; }

    /// <summary>Steps that took longer than the target of budget policy target-step; null under other policies.</summary>
    public long? StepsOverTarget { get; set; }

    /// <summary>Of those, the ones whose prefill limit was at its floor; null likewise.</summary>
    public long? StepsOverTargetAtFloor { get; set; }

    /// <summary>The engine's state over time.</summary>
    public Timeline Timeline { get; private set; } = new();

    private double KvUsageSeconds { get; set; }

    /// <summary>Counts one step.</summary>
    public void AddStep(StepCost cost, TimeSpan stepTime, int sequences, int computedTokens)
    {
        Steps++;
        StepTimeTotal += stepTime;
        CostTotal += cost;
        SequencesTotal += sequences;
        ComputedTokens += computedTokens;
    }

    /// <summary>Says that a share of <paramref name="usage"/> (0..1) of the KV blocks was in use for <paramref name="time"/>.</summary>
    public void AddKvUsage(double usage, TimeSpan time) => AddKvUsage(usage, usage, time);

    /// <summary>Says that a share of <paramref name="mean"/> (0..1) of the KV blocks was in use over <paramref name="time"/>, and never more than <paramref name="max"/>.</summary>
    public void AddKvUsage(double mean, double max, TimeSpan time)
    {
        KvUsageSeconds += mean * time.TotalSeconds;
        KvObserved += time;
        KvUsageMax = Math.Max(KvUsageMax, max);
    }

    /// <summary>Several engines' numbers as one's; budget and blocks stay those of one engine.</summary>
    public static EngineStatistics Merge(IReadOnlyList<EngineStatistics> engines)
    {
        EngineStatistics all = new() { Replicas = 0 };
        foreach (EngineStatistics one in engines)
        {
            all.Replicas += one.Replicas;
            all.Steps += one.Steps;
            all.StepTimeTotal += one.StepTimeTotal;
            all.CostTotal += one.CostTotal;
            all.SequencesTotal += one.SequencesTotal;
            all.TokenBudget = Math.Max(all.TokenBudget, one.TokenBudget);
            all.KvBlocks = Math.Max(all.KvBlocks, one.KvBlocks);
            all.KvObserved += one.KvObserved;
            all.KvUsageSeconds += one.KvUsageSeconds;
            all.KvUsageMax = Math.Max(all.KvUsageMax, one.KvUsageMax);
            all.Preemptions += one.Preemptions;
            all.PrefixQueryTokens += one.PrefixQueryTokens;
            all.PrefixHitTokens += one.PrefixHitTokens;
            all.ComputedTokens += one.ComputedTokens;
            all.WastedTokens += one.WastedTokens;
            all.StepsOverTarget = one.StepsOverTarget is long over ? (all.StepsOverTarget ?? 0) + over : all.StepsOverTarget;
            all.StepsOverTargetAtFloor = one.StepsOverTargetAtFloor is long atFloor ? (all.StepsOverTargetAtFloor ?? 0) + atFloor : all.StepsOverTargetAtFloor;
            all.TimedOutTokens = one.TimedOutTokens is long timedOut ? (all.TimedOutTokens ?? 0) + timedOut : all.TimedOutTokens;
        }

        all.Timeline = Timeline.Merge([.. engines.Select(e => e.Timeline)]);
        return all;
    }
}
