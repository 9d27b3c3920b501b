namespace LoadGen.Measure;

/// <summary>Mean of a figure over repeated runs with other seeds, and how far it may be off.</summary>
/// <param name="Mean">Arithmetic mean over runs.</param>
/// <param name="HalfWidth">Half the width of the 95 % confidence interval (Student t over runs); null with one run.</param>
/// <param name="Runs">Runs that had the figure.</param>
public sealed record MeanInterval(double Mean, double? HalfWidth, int Runs)
{
    /// <summary>Mean and interval of the values that are there; null when none is.</summary>
    public static MeanInterval? Of(IEnumerable<double?> values)
    {
        double[] present = [.. values.OfType<double>()];
        if (present.Length == 0)
        {
            return null;
        }

        double mean = present.Average();
        if (present.Length == 1)
        {
            return new MeanInterval(mean, null, 1);
        }

        double variance = present.Sum(v => (v - mean) * (v - mean)) / (present.Length - 1);
        double standardError = Math.Sqrt(variance / present.Length);
        return new MeanInterval(mean, StudentT.Quantile975(present.Length - 1) * standardError, present.Length);
    }
}
