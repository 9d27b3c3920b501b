using System.Globalization;
using LoadGen.Measure;

namespace LoadGen.Report;

/// <summary>One metric, simulated beside measured with real traffic.</summary>
/// <param name="Configuration">What was run.</param>
/// <param name="RateScale">At which factor on every arrival rate.</param>
/// <param name="Metric">Name of a <see cref="CompareMetric"/>.</param>
/// <param name="Simulated">In virtual time, mean over the seeds that were also run live.</param>
/// <param name="Live">With real traffic, mean over the same seeds.</param>
/// <param name="Difference">Live minus simulated, in the metric's unit.</param>
/// <param name="RelativeDifference">The difference by the simulated value; null where that is 0.</param>
public sealed record AgreementLine(
    string Configuration,
    double RateScale,
    string Metric,
    double Simulated,
    double Live,
    double Difference,
    double? RelativeDifference)
{
    /// <summary>The difference for people: shares differ by points, all else by its part of what was simulated.</summary>
    internal string DifferenceText() => CompareMetric.Named(Metric).Unit == MetricUnit.Share
        ? string.Create(CultureInfo.InvariantCulture, $"{Difference * 100:+0.00;-0.00;0} points")
        : RelativeDifference is double relative
            ? string.Create(CultureInfo.InvariantCulture, $"{relative * 100:+0.0;-0.0;0} %")
            : Figures.None;

    internal static IReadOnlyList<AgreementLine> Between(IReadOnlyList<RunReport> runs)
    {
        List<AgreementLine> lines = [];
        foreach (IGrouping<(string Name, double RateScale), RunReport> live in runs.Where(r => r.Kind == ReportKind.Run).GroupBy(r => (r.DisplayName, r.RateScale)))
        {
            HashSet<long> seeds = [.. live.Select(r => r.Seed)];
            RunReport[] simulated =
            [
                .. runs.Where(r => r.Kind == ReportKind.Simulate && r.DisplayName == live.Key.Name && r.RateScale == live.Key.RateScale && seeds.Contains(r.Seed)),
            ];
            foreach (CompareMetric metric in CompareMetric.All)
            {
                if (MeanInterval.Of(simulated.Select(metric.Value)) is { Mean: var expected } && MeanInterval.Of(live.Select(metric.Value)) is { Mean: var actual })
                {
                    double difference = actual - expected;
                    lines.Add(new AgreementLine(
                        live.Key.Name, live.Key.RateScale, metric.Name, expected, actual, difference, expected == 0 ? null : difference / expected));
                }
            }
        }

        return lines;
    }
}
