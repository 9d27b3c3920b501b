namespace LoadGen.Report;

/// <summary>
/// How far a simulated run may be off because its cost model is: the same schedule was simulated with every step at either end of its 90 %
/// interval, and a figure's interval spans what came out. An error of the model, the same in every step; not noise, and not the luck of a seed.
/// </summary>
/// <param name="Level">The share of measured durations that lie in their intervals, 0..1.</param>
/// <param name="Metrics">By <see cref="CompareMetric.Name"/>, those of <see cref="CompareMetric.Predicted"/> that the run has.</param>
public sealed record PredictionIntervalReport(double Level, IReadOnlyDictionary<string, MetricInterval> Metrics)
{
    /// <summary>The level of the cost model's intervals, by what <c>Emulator.Hardware.FitQuality</c> keeps: 5 % of rows on either side.</summary>
    public const double CostModelLevel = 0.9;

    /// <summary>The intervals of <paramref name="run"/>, of which the others are the two ends.</summary>
    internal static PredictionIntervalReport Of(RunReport run, RunReport fast, RunReport slow)
    {
        Dictionary<string, MetricInterval> metrics = [];
        foreach (CompareMetric metric in CompareMetric.Predicted)
        {
            if (metric.Value(run) is double figure)
            {
                metrics.Add(metric.Name, MetricInterval.Of(metric.Unit, figure, metric.Value(fast), metric.Value(slow)));
            }
        }

        return new PredictionIntervalReport(CostModelLevel, metrics);
    }
}
