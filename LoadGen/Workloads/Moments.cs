namespace LoadGen.Workloads;

/// <summary>Mean, standard deviation and percentiles of a set of values, in their own unit.</summary>
/// <param name="Count">How many values.</param>
/// <param name="Mean">Their arithmetic mean.</param>
/// <param name="StandardDeviation">Of the population: the root of the mean squared deviation.</param>
/// <param name="Min">The smallest.</param>
/// <param name="P50">The median; percentiles are nearest-rank, so that each is a value that occurred.</param>
/// <param name="P90">The 90th percentile.</param>
/// <param name="P99">The 99th percentile.</param>
/// <param name="Max">The largest.</param>
public sealed record Moments(int Count, double Mean, double StandardDeviation, double Min, double P50, double P90, double P99, double Max)
{
    /// <summary>How many equally likely quantiles stand for a distribution: the mean of a log-normal comes out within 1e-5 of its closed form.</summary>
    private const int Quantiles = 50_000;

    /// <summary>Of <paramref name="values"/>, which are at least one.</summary>
    public static Moments Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values];
        ArgumentOutOfRangeException.ThrowIfZero(sorted.Length, nameof(values));
        Array.Sort(sorted);
        double mean = sorted.Sum() / sorted.Length;
        double variance = sorted.Sum(value => (value - mean) * (value - mean)) / sorted.Length;
        double Percentile(double share) => sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
        return new Moments(sorted.Length, mean, Math.Sqrt(variance), sorted[0], Percentile(0.5), Percentile(0.9), Percentile(0.99), sorted[^1]);
    }

    /// <summary>Of a distribution, through equally likely points of its quantile function; minimum and maximum are those points', not the distribution's.</summary>
    public static Moments OfQuantiles(Func<double, double> quantile)
    {
        ArgumentNullException.ThrowIfNull(quantile);
        return Of(Enumerable.Range(0, Quantiles).Select(i => quantile((i + 0.5) / Quantiles)));
    }
}
