using LoadGen.Measure;

namespace LoadGen.Report;

/// <summary>How the machine that ran the load did, in wall time. Null: not measured.</summary>
public sealed record HostReport
{
    /// <summary>Send lateness whose p99 is above this makes the load generator the limit.</summary>
    public static readonly TimeSpan SendLatenessAllowed = TimeSpan.FromMilliseconds(5);

    /// <summary>Above this share of all cores, no stamp can be trusted.</summary>
    public const double CpuShareAllowed = 0.95;

    private const double StepLatenessShareAllowed = 0.05;
    private static readonly TimeSpan StepLatenessAlwaysAllowed = TimeSpan.FromMilliseconds(1);

    /// <summary>How long the run took.</summary>
    public double? WallSeconds { get; init; }

    /// <summary>Model time by wall time.</summary>
    public double? Speedup { get; init; }

    /// <summary>How late steps ended.</summary>
    public LatencySummary? StepLateness { get; init; }

    /// <summary>How late requests were sent.</summary>
    public LatencySummary? SendLateness { get; init; }

    /// <summary>Mean share of all cores that the machine used, 0..1.</summary>
    public double? CpuShare { get; init; }

    /// <summary>Whether steps and sends were on time; null in virtual time, where nothing can be late, and when sends were on time but steps are not known.</summary>
    public bool? KeptUp { get; init; }

    /// <summary>Whether sends were late by more than is allowed, or the CPU full: then the load generator, not the server, was the limit.</summary>
    public bool GeneratorWasTheLimit() => LatenessP99(SendLateness) > SendLatenessAllowed || CpuShare > CpuShareAllowed;

    /// <summary>The host of a run in virtual time.</summary>
    /// <param name="wall">How long it took.</param>
    /// <param name="model">How much model time passed.</param>
    public static HostReport Simulated(TimeSpan wall, TimeSpan model) => new()
    {
        WallSeconds = wall.TotalSeconds,
        Speedup = wall > TimeSpan.Zero ? model / wall : null,
    };

    /// <summary>The host of a run with real traffic; all times but <paramref name="model"/> are wall time.</summary>
    /// <param name="wall">How long it took.</param>
    /// <param name="model">How much model time passed.</param>
    /// <param name="sendLateness">Sent minus due.</param>
    /// <param name="stepLateness">As the server reports it; null for a server that does not.</param>
    /// <param name="stepMean">Mean wall time of a step; null likewise.</param>
    /// <param name="cpuShare">Mean share of all cores in use; null when unknown.</param>
    public static HostReport Live(
        TimeSpan wall,
        TimeSpan model,
        LatencyHistogram sendLateness,
        LatencySummary? stepLateness = null,
        TimeSpan? stepMean = null,
        double? cpuShare = null)
    {
        HostReport host = Simulated(wall, model);
        TimeSpan stepAllowed = stepMean * StepLatenessShareAllowed is TimeSpan share && share > StepLatenessAlwaysAllowed ? share : StepLatenessAlwaysAllowed;
        bool? stepsOnTime = LatenessP99(stepLateness) is TimeSpan stepsLate ? stepsLate <= stepAllowed : null;
        bool sendsOnTime = !(sendLateness.ValueAt(0.99) > SendLatenessAllowed);
        return host with
        {
            SendLateness = sendLateness.Count == 0 ? null : sendLateness.Summarize(),
            StepLateness = stepLateness,
            CpuShare = cpuShare,
            KeptUp = sendsOnTime ? stepsOnTime : false,
        };
    }

    /// <summary>The p99, or with too few samples for one, the largest.</summary>
    private static TimeSpan? LatenessP99(LatencySummary? lateness) => lateness?.P99 ?? lateness?.Max;
}
