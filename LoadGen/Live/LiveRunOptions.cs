namespace LoadGen.Live;

/// <summary>What a live run does besides its schedule and its target. Durations are model time.</summary>
public sealed record LiveRunOptions
{
    /// <summary>Arrivals come before this; null = whatever the schedule holds.</summary>
    public TimeSpan? Window { get; init; }

    /// <summary>Whether the run ends with the window instead of draining.</summary>
    public bool CutAtWindow { get; init; }

    /// <summary>Longest wait after the window for what is in flight; null = until all has ended.</summary>
    public TimeSpan? DrainLimit { get; init; }

    /// <summary>Total timeout of every request; can only shorten the server's and the schedule's.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Put before request ids, so that several runs against one server do not collide.</summary>
    public string RequestIdPrefix { get; init; } = string.Empty;
}
