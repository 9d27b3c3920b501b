using Emulator.CostModel;

namespace Emulator.Engine;

/// <summary>What an engine has done since its start: plain sums, in model time.</summary>
public sealed class EngineCounters
{
    /// <summary>Steps run.</summary>
    public long Steps { get; internal set; }

    /// <summary>Sum of their durations.</summary>
    public TimeSpan StepTime { get; internal set; }

    /// <summary>Sum of their costs, by term.</summary>
    public StepCost Cost => CostSum;

    /// <summary>Sum over steps of the sequences in them; divided by the steps, the mean batch.</summary>
    public long Sequences { get; internal set; }

    /// <summary>Tokens computed, prefill and decode, recomputation included.</summary>
    public long ComputedTokens { get; internal set; }

    /// <summary>Output tokens sampled.</summary>
    public long SampledTokens { get; internal set; }

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
    public double KvBlockTicks { get; internal set; }

    /// <summary>Most KV blocks ever held.</summary>
    public int KvBlocksUsedMax { get; internal set; }

    /// <summary>Steps that took longer than the target of <see cref="PrefillLimit"/>; 0 without one.</summary>
    public long StepsOverTarget { get; internal set; }

    /// <summary>Of those, the ones whose prefill limit was at its floor, so that it could not have been less.</summary>
    public long StepsOverTargetAtFloor { get; internal set; }

    /// <summary><see cref="Cost"/>, to be added to in place.</summary>
    internal StepCost CostSum;
}
