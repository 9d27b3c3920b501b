using Emulator.Engine;
using LoadGen.Measure;

namespace LoadGen.Simulation;

/// <summary>What came out of a simulation.</summary>
public sealed record SimulationResult
{
    /// <summary>A record each request that was due.</summary>
    public required IReadOnlyList<RequestRecord> Records { get; init; }

    /// <summary>Inter-token latencies of completed requests, pooled over tokens.</summary>
    public required LatencyHistogram Itl { get; init; }

    /// <summary>Turns that never came, because the turn before did not complete or the window was over.</summary>
    public required int NotIssued { get; init; }

    /// <summary>What the engines did, added up.</summary>
    public required EngineStatistics Engine { get; init; }

    /// <summary>The hash over step plans of each replica; of no steps unless asked for.</summary>
    public required IReadOnlyList<PlanHash> PlanHashes { get; init; }

    /// <summary>Whether the run was cancelled before its end.</summary>
    public required bool Partial { get; init; }
}
