namespace LoadGen.Report;

/// <summary>Cumulative distributions of a run, as shares of all arrivals.</summary>
public sealed record DistributionReport
{
    /// <summary>Due to first token.</summary>
    public Distribution? Ttft { get; init; }

    /// <summary>Due to end, completed requests.</summary>
    public Distribution? E2e { get; init; }
}
