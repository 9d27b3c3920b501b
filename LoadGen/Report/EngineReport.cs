using LoadGen.Measure;

namespace LoadGen.Report;

/// <summary>What the engine, or all replicas together, did in the whole run. Null: the server does not say.</summary>
public sealed record EngineReport
{
    /// <summary>Engines.</summary>
    public int? Replicas { get; init; }

    /// <summary>Steps run.</summary>
    public long? Steps { get; init; }

    /// <summary>Mean model time of a step.</summary>
    public double? StepSecondsMean { get; init; }

    /// <summary>Mean number of sequences in a step.</summary>
    public double? BatchMean { get; init; }

    /// <summary>Tokens that one step may compute.</summary>
    public int? TokenBudget { get; init; }

    /// <summary>Steps that took longer than the target of budget policy target-step; null under other policies.</summary>
    public long? StepsOverTarget { get; init; }

    /// <summary>Of those, the ones whose prefill limit was at its floor, so that it could not have been less; null likewise.</summary>
    public long? StepsOverTargetAtFloor { get; init; }

    /// <summary>The latencies asked for that priced the steps; null: the device's cost model did.</summary>
    public string? ConstantLatency { get; init; }

    /// <summary>KV blocks of one engine.</summary>
    public int? KvBlocks { get; init; }

    /// <summary>Share of KV blocks in use, mean over time.</summary>
    public double? KvUsageMean { get; init; }

    /// <summary>Share of KV blocks in use, largest.</summary>
    public double? KvUsageMax { get; init; }

    /// <summary>Sequences thrown out of the KV cache.</summary>
    public long? Preemptions { get; init; }

    /// <summary>Prompt tokens found by prompt tokens looked up in the prefix cache; null when it is off.</summary>
    public double? PrefixHitRate { get; init; }

    /// <summary>Where step time went.</summary>
    public CostShare? CostShare { get; init; }

    /// <summary>Tokens computed.</summary>
    public long? ComputedTokens { get; init; }

    /// <summary>Tokens computed for requests that then did not complete, and recomputed ones.</summary>
    public long? WastedTokens { get; init; }

    /// <summary>Of those, tokens computed for requests that then timed out.</summary>
    public long? TimedOutTokens { get; init; }

    /// <summary>The report of an engine that was watched step by step.</summary>
    public static EngineReport Of(EngineStatistics engine) => new()
    {
        Replicas = engine.Replicas,
        Steps = engine.Steps,
        StepSecondsMean = engine.Steps > 0 ? engine.StepTimeTotal.TotalSeconds / engine.Steps : null,
        BatchMean = engine.Steps > 0 ? (double)engine.SequencesTotal / engine.Steps : null,
        TokenBudget = engine.TokenBudget,
        StepsOverTarget = engine.StepsOverTarget,
        StepsOverTargetAtFloor = engine.StepsOverTargetAtFloor,
        KvBlocks = engine.KvBlocks,
        KvUsageMean = engine.KvUsageMean,
        KvUsageMax = engine.KvUsageMean is null ? null : engine.KvUsageMax,
        Preemptions = engine.Preemptions,
        PrefixHitRate = engine.PrefixQueryTokens > 0 ? (double)engine.PrefixHitTokens / engine.PrefixQueryTokens : null,
        CostShare = CostShare.Of(engine.CostTotal),
        ComputedTokens = engine.ComputedTokens,
        WastedTokens = engine.WastedTokens,
        TimedOutTokens = engine.TimedOutTokens,
    };
}
