namespace Emulator.Calibration;

/// <summary>How far predictions lie from measurements, as shares: 0.1 is a prediction 10 % above what was measured.</summary>
/// <param name="Rows">Rows judged.</param>
/// <param name="Mean">Mean of the absolute errors.</param>
/// <param name="Median">Median of the absolute errors.</param>
/// <param name="P90">90th percentile of the absolute errors, by nearest rank.</param>
/// <param name="Worst">Largest absolute error.</param>
/// <param name="Bias">Mean of the signed errors.</param>
public sealed record ErrorSummary(int Rows, double Mean, double Median, double P90, double Worst, double Bias)
{
    private const double Tail = 0.9;

    /// <summary>The figures of signed errors, predicted/measured − 1; null if there are none.</summary>
    public static ErrorSummary? Of(IEnumerable<double> errors)
    {
        double[] signs = [.. errors];
        if (signs.Length == 0)
        {
            return null;
        }

        double[] absolute = [.. signs.Select(Math.Abs).Order()];
        int middle = absolute.Length / 2;
        double median = absolute.Length % 2 == 1 ? absolute[middle] : (absolute[middle - 1] + absolute[middle]) / 2;
        return new ErrorSummary(absolute.Length, absolute.Average(), median, absolute[(int)Math.Ceiling(Tail * absolute.Length) - 1], absolute[^1], signs.Average());
    }

    /// <summary>The figures of predictions of the same rows, in the same order; at least one.</summary>
    public static ErrorSummary Of(IReadOnlyList<double> predicted, IReadOnlyList<double> measured) => Of(predicted.Zip(measured, (p, m) => (p / m) - 1))!;
}
