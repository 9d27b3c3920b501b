using LoadGen.Measure;

namespace LoadGen.Report;

/// <summary>Latencies over all arrivals, those without an answer infinite; a figure that falls among them is absent.</summary>
public sealed record AdjustedLatencyReport
{
    /// <summary>Due to first token.</summary>
    public LatencySummary? Ttft { get; init; }

    /// <summary>Due to end; whatever did not complete is infinite.</summary>
    public LatencySummary? E2e { get; init; }
}
