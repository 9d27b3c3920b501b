namespace Emulator.Calibration;

/// <summary>How far predictions lie from measurements: |predicted/measured − 1| unless said.</summary>
/// <param name="Rows">Rows judged.</param>
/// <param name="Mean">Mean.</param>
/// <param name="Median">Half of the rows are closer.</param>
/// <param name="P90">Nine in ten are closer.</param>
/// <param name="Worst">The farthest.</param>
/// <param name="Bias">Mean of predicted/measured − 1, with its sign: above 0 predictions are too slow.</param>
public sealed record ErrorSummary(int Rows, double Mean, double Median, double P90, double Worst, double Bias)
{
    /// <summary>Judges predictions of the same rows, in the same order.</summary>
    public static ErrorSummary Of(IReadOnlyList<double> predicted, IReadOnlyList<double> measured) => Of([.. predicted.Zip(measured, (p, m) => (p / m) - 1)]);

    /// <summary>Summarizes signed errors, predicted/measured − 1; at least one.</summary>
    public static ErrorSummary Of(IReadOnlyList<double> ratios)
    {
        ArgumentNullException.ThrowIfNull(ratios);
        double[] errors = [.. ratios.Select(Math.Abs).Order()];
        return new ErrorSummary(errors.Length, errors.Average(), Quantile(errors, 0.5), Quantile(errors, 0.9), errors[^1], ratios.Average());
    }

    /// <summary>The smallest value that a share of <paramref name="sorted"/> does not exceed.</summary>
    public static double Quantile(IReadOnlyList<double> sorted, double share)
    {
        ArgumentNullException.ThrowIfNull(sorted);
        return sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Count) - 1, 0, sorted.Count - 1)];
    }
}
