using LoadGen.Measure;

namespace LoadGen.Report;

/// <summary>Where a simulated figure may lie, given how far off the cost model may be. In the figure's own unit; null: open, as there is no figure at that end.</summary>
/// <param name="Low">The least of the figure and both ends.</param>
/// <param name="High">The largest of them.</param>
/// <param name="Fast">The figure where every step is as short as its 90 % interval allows.</param>
/// <param name="Slow">The figure where every step is as long as its 90 % interval allows.</param>
public sealed record MetricInterval(double? Low, double? High, double? Fast, double? Slow)
{
    /// <summary>Whether both bounds are there.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsClosed => Low is not null && High is not null;

    /// <summary>
    /// The interval around <paramref name="figure"/>. Shorter steps do not always make a better figure (percentiles are of other requests when
    /// others time out), so it spans all three.
    /// </summary>
    /// <param name="unit">A latency that the slow end lacks is open upwards, any other figure downwards; and the other way round at the fast end.</param>
    /// <param name="figure">At the price itself.</param>
    /// <param name="fast">At the short end.</param>
    /// <param name="slow">At the long end.</param>
    internal static MetricInterval Of(MetricUnit unit, double figure, double? fast, double? slow)
    {
        (double? better, double? worse) = unit == MetricUnit.Seconds ? (fast, slow) : (slow, fast);
        double least = Math.Min(figure, Math.Min(fast ?? figure, slow ?? figure));
        double most = Math.Max(figure, Math.Max(fast ?? figure, slow ?? figure));
        return new MetricInterval(better is null ? null : least, worse is null ? null : most, fast, slow);
    }

    /// <summary>Around the mean over seeds: the means at both ends. An end that one seed lacks is open. Null where a seed has no interval.</summary>
    internal static MetricInterval? OfMean(CompareMetric metric, IReadOnlyList<RunReport> runs)
    {
        RunReport[] present = [.. runs.Where(run => metric.Value(run) is not null)];
        MetricInterval?[] intervals = [.. present.Select(run => run.PredictionInterval?.Metrics.GetValueOrDefault(metric.Name))];
        return MeanInterval.Of(present.Select(metric.Value)) is not { Mean: var mean } || intervals.Any(interval => interval is null)
            ? null
            : Of(metric.Unit, mean, MeanOf(intervals.Select(interval => interval!.Fast)), MeanOf(intervals.Select(interval => interval!.Slow)));
    }

    /// <summary>Whether no value lies in both.</summary>
    internal bool IsApartFrom(MetricInterval other) => High < other.Low || other.High < Low;

    private static double? MeanOf(IEnumerable<double?> values) => values.Any(value => value is null) ? null : values.Average();
}
