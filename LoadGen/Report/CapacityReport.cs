namespace LoadGen.Report;

/// <summary>The highest rate that a configuration carries.</summary>
/// <param name="Configuration">Its name.</param>
/// <param name="SuccessRate">The success rate that had to be reached.</param>
/// <param name="RateScale">The highest rate scale found that reached it; null when none did.</param>
/// <param name="RequestsPerSecond">The workload's first turns per second at that scale.</param>
public sealed record CapacityReport(string Configuration, double SuccessRate, double? RateScale, double? RequestsPerSecond)
{
    /// <summary>How far off <see cref="RequestsPerSecond"/> may be because the cost model is; null where steps have no intervals. Open where no rate was found.</summary>
    public MetricInterval? PredictionInterval { get; init; }
}
