using LoadGen.Measure;

namespace LoadGen.Report;

/// <summary>One configuration at one rate, over seeds.</summary>
/// <param name="Configuration">Its name.</param>
/// <param name="RateScale">Factor on every arrival rate.</param>
/// <param name="Kind">Simulated or real.</param>
/// <param name="Runs">Seeds.</param>
/// <param name="Metrics">By <see cref="CompareMetric.Name"/>: mean and 95 % interval over seeds; a metric that no run has is absent.</param>
/// <param name="PredictionInterval">By the same names: how far off the mean may be because the cost model is; null where no metric has that.</param>
public sealed record CompareCell(string Configuration, double RateScale, ReportKind Kind, int Runs, IReadOnlyDictionary<string, MeanInterval> Metrics, IReadOnlyDictionary<string, MetricInterval>? PredictionInterval = null)
{
    internal static CompareCell Of(string configuration, double rateScale, ReportKind kind, IReadOnlyList<RunReport> runs)
    {
        Dictionary<string, MeanInterval> metrics = [];
        foreach (CompareMetric metric in CompareMetric.All)
        {
            if (MeanInterval.Of(runs.Select(metric.Value)) is MeanInterval interval)
            {
                metrics.Add(metric.Name, interval);
            }
        }

        Dictionary<string, MetricInterval> predicted = [];
        foreach (CompareMetric metric in CompareMetric.Predicted)
        {
            if (MetricInterval.OfMean(metric, runs) is MetricInterval interval)
            {
                predicted.Add(metric.Name, interval);
            }
        }

        return new CompareCell(configuration, rateScale, kind, runs.Count, metrics, predicted.Count > 0 ? predicted : null);
    }
}
