using Emulator.CostModel;
using Emulator.Time;

namespace Emulator.Engine;

/// <summary>A consistent picture of a live engine after one of its steps, for admission, control and reports.</summary>
public readonly record struct EngineState
{
    /// <summary>Model time of the picture.</summary>
    public ModelTime At { get; init; }

    /// <summary>Requests admitted.</summary>
    public int Running { get; init; }

    /// <summary>Requests in the scheduler's waiting queue.</summary>
    public int Waiting { get; init; }

    /// <summary>KV blocks held.</summary>
    public int KvBlocksUsed { get; init; }

    /// <summary>KV blocks there are.</summary>
    public int KvBlocks { get; init; }

    /// <summary>Steps run.</summary>
    public long Steps { get; init; }

    /// <summary>Sum of their durations.</summary>
    public TimeSpan StepTime { get; init; }

    /// <summary>Sum of their costs, by term.</summary>
    public StepCost Cost { get; init; }

    /// <summary>Sum over steps of the sequences in them.</summary>
    public long Sequences { get; init; }

    /// <summary>Tokens computed.</summary>
    public long ComputedTokens { get; init; }

    /// <summary>Of those, tokens that no completed request needed.</summary>
    public long WastedTokens { get; init; }

    /// <summary>Times a running request lost its KV blocks.</summary>
    public long Preemptions { get; init; }

    /// <summary>Steps that took longer than the budget policy's target.</summary>
    public long StepsOverTarget { get; init; }

    /// <summary>Of those, the ones whose prefill limit was at its floor.</summary>
    public long StepsOverTargetAtFloor { get; init; }

    /// <summary>Share of KV blocks held, averaged over step time.</summary>
    public double KvUsageMean { get; init; }

    /// <summary>Highest share of KV blocks held.</summary>
    public double KvUsageMax { get; init; }

    /// <summary>Hash over all step plans.</summary>
    public PlanHash PlanHash { get; init; }
}
