namespace LoadGen.Fidelity;

/// <summary>Signed relative errors of some rows in figures. An error of 0.1 is a prediction 10 % above what was measured.</summary>
/// <param name="Rows">How many.</param>
/// <param name="Mean">Mean of the absolute errors.</param>
/// <param name="Median">Median of the absolute errors.</param>
/// <param name="P90">90th percentile of the absolute errors, by nearest rank.</param>
/// <param name="Worst">Largest absolute error.</param>
/// <param name="Bias">Mean of the signed errors.</param>
public sealed record ErrorSummary(int Rows, double Mean, double Median, double P90, double Worst, double Bias)
{
    /// <summary>The figures of <paramref name="errors"/>; null if there are none.</summary>
    public static ErrorSummary? Of(IEnumerable<double> errors)
    {
        double[] signed = [.. errors];
        if (signed.Length == 0)
        {
            return null;
        }

        double[] absolute = [.. signed.Select(Math.Abs).Order()];
        int middle = absolute.Length / 2;
        double median = absolute.Length % 2 == 1 ? absolute[middle] : (absolute[middle - 1] + absolute[middle]) / 2;
        double p90 = absolute[(int)Math.Ceiling(0.9 * absolute.Length) - 1];
        return new ErrorSummary(absolute.Length, absolute.Average(), median, p90, absolute[^1], signed.Average());
    }
}
