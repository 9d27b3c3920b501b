using Emulator.CostModel;
using Emulator.Scheduling;

namespace Emulator.Engine;

/// <summary>What an engine has done since its start: plain sums, in model time.</summary>
public sealed class EngineCounters
{
    /// <summary>Steps run.</summary>
    public long Steps { get; private set; }

    /// <summary>Sum of their durations.</summary>
    public TimeSpan StepTime { get; private set; }

    /// <summary>Sum of their costs, by term.</summary>
    public StepCost Cost => _costSum;

    /// <summary>Sum over steps of the sequences in them; divided by the steps, the mean batch.</summary>
    public long Sequences { get; private set; }

    /// <summary>Tokens computed, prefill and decode, recomputation included.</summary>
    public long ComputedTokens { get; private set; }

    /// <summary>Output tokens sampled.</summary>
    public long SampledTokens { get; private set; }

    /// <summary>Of the computed tokens, those for requests that then did not complete, and those computed again after a preemption.</summary>
    public long WastedTokens { get; internal set; }

    /// <summary>Of the computed tokens, those for requests that then timed out.</summary>
    public long TimedOutTokens { get; internal set; }

    /// <summary>Times a running request lost its KV blocks to another.</summary>
    public long Preemptions { get; internal set; }

    /// <summary>Prompt tokens found in the prefix cache.</summary>
    public long PrefixHitTokens { get; internal set; }

    /// <summary>Prompt tokens of admitted requests.</summary>
    public long PrefixQueryTokens { get; internal set; }

    /// <summary>Sum over steps of KV blocks held × the step's duration in 100 ns; divided by step time and blocks, the mean use.</summary>
    public double KvBlockTicks { get; private set; }

    /// <summary>Most KV blocks ever held.</summary>
    public int KvBlocksUsedMax { get; private set; }

    /// <summary>Steps that took longer than the target of <see cref="PrefillLimit"/>; 0 without one.</summary>
    public long StepsOverTarget { get; internal set; }

    /// <summary>Of those, the ones whose prefill limit was at its floor, so that it could not have been less.</summary>
    public long StepsOverTargetAtFloor { get; internal set; }

    private StepCost _costSum;

    /// <summary>Counts a step that was planned and priced.</summary>
    /// <param name="plan">What is in it.</param>
    /// <param name="cost">What it costs.</param>
    /// <param name="duration">How long it takes.</param>
    /// <param name="kvBlocksUsed">KV blocks that are held during it.</param>
    internal void Count(StepPlan plan, in StepCost cost, TimeSpan duration, int kvBlocksUsed)
    {
        _costSum += cost;
        Steps++;
        StepTime += duration;
        Sequences += plan.Totals.Sequences;
        ComputedTokens += plan.Totals.Tokens;
        SampledTokens += plan.Totals.Sampling;
        Preemptions += plan.Preempted.Count;
        KvBlockTicks += (double)kvBlocksUsed * duration.Ticks;
        KvBlocksUsedMax = Math.Max(KvBlocksUsedMax, kvBlocksUsed);
    }
}
