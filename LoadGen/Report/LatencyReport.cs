using LoadGen.Measure;

namespace LoadGen.Report;

/// <summary>Latencies of a run. Null: nothing was measured.</summary>
public sealed record LatencyReport
{
    /// <summary>Due to first token; every request that got one.</summary>
    public LatencySummary? Ttft { get; init; }

    /// <summary>Written to first token.</summary>
    public LatencySummary? TtftService { get; init; }

    /// <summary>Time per output token, a sample a completed request.</summary>
    public LatencySummary? Tpot { get; init; }

    /// <summary>Gap between tokens, a sample a token of completed requests.</summary>
    public LatencySummary? Itl { get; init; }

    /// <summary>Gap between chunks, a sample a chunk.</summary>
    public LatencySummary? Icl { get; init; }

    /// <summary>Due to end of the stream, completed requests.</summary>
    public LatencySummary? E2e { get; init; }

    /// <summary>Written to end of the stream, completed requests.</summary>
    public LatencySummary? E2eService { get; init; }

    /// <summary>In the server's queue, as the server says; every request that got a first token.</summary>
    public LatencySummary? Queue { get; init; }
}
