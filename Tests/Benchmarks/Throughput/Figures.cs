namespace Benchmarks.Throughput;

/// <summary>Sorted figures.</summary>
internal static class Figures
{
    /// <summary>The value below which a share of them lies.</summary>
    public static double Percentile(IEnumerable<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        return sorted[(int)Math.Min(sorted.Length - 1, share * sorted.Length)];
    }

    /// <summary>The middle one.</summary>
    public static double Median(IEnumerable<double> values) => Percentile(values, 0.5);
}
