using Inference.V1;
using LoadGen.Measure;
using OutcomeCounts = LoadGen.Report.OutcomeCounts;

namespace LoadGen.Live;

/// <summary>What came out of a live run.</summary>
public sealed record LiveResult
{
    /// <summary>A record each arrival that was due.</summary>
    public required IReadOnlyList<LiveRecord> Records { get; init; }

    /// <summary>Gaps between tokens of completed requests, each counted once a token.</summary>
    public required LatencyHistogram Itl { get; init; }

    /// <summary>Gaps between chunks of completed requests.</summary>
    public required LatencyHistogram Icl { get; init; }

    /// <summary>Sent minus due, wall time.</summary>
    public required LatencyHistogram SendLateness { get; init; }

    /// <summary>Turns that never came.</summary>
    public required int NotIssued { get; init; }

    /// <summary>From the first arrival's due time to the end, wall time.</summary>
    public required TimeSpan Wall { get; init; }

    /// <summary>The same in model time.</summary>
    public required TimeSpan ModelTime { get; init; }

    /// <summary>Mean share of the machine's cores in use, 0..1; null when unknown.</summary>
    public double? CpuShare { get; init; }

    /// <summary>The server's state after the run, with all that it adds up over its life taken from the run's begin; null when it does not say.</summary>
    public ServerState? Server { get; init; }

    /// <summary>How the server counted the requests that came during the run; null when it does not say.</summary>
    public OutcomeCounts? ServerOutcomes { get; init; }

    /// <summary>Whether the run was cancelled or lost its target before its end.</summary>
    public required bool Partial { get; init; }

    /// <summary>Why the target counts as lost; null when it was not.</summary>
    public string? TargetLost { get; init; }
}
