using MathNet.Numerics.Distributions;

namespace Emulator.Calibration;

/// <summary>The 90 % interval around a prediction, as factors on it.</summary>
/// <param name="LowRatio">measured/predicted that one row in twenty stays below.</param>
/// <param name="HighRatio">measured/predicted that one row in twenty exceeds.</param>
/// <remarks>
/// From residuals on rows that were not fitted. Many: their order statistics at (n + 1)·5 % and (n + 1)·95 %, between which a further row of
/// the same kind lies with 90 % whatever their distribution (Lei, G'Sell, Rinaldo, Tibshirani and Wasserman, Distribution-free predictive
/// inference for regression, JASA 113, 2018). Few, as all-reduces are: Student's interval for one more value of ln(measured/predicted), since
/// the extremes of ten values cover no 90 %.
/// </remarks>
internal readonly record struct ResidualInterval(double LowRatio, double HighRatio)
{
    private const double Tail = 0.05;
    private const int Few = 60;

    /// <summary>From predictions of rows and what was measured, in the same order.</summary>
    public static ResidualInterval Of(IReadOnlyList<double> predicted, IReadOnlyList<double> measured)
    {
        double[] ratios = [.. predicted.Zip(measured, (p, m) => m / p).Order()];
        int rows = ratios.Length;
        if (rows >= Few)
        {
            return new ResidualInterval(ratios[(int)Math.Floor((rows + 1) * Tail) - 1], ratios[(int)Math.Ceiling((rows + 1) * (1 - Tail)) - 1]);
        }

        double[] logarithms = [.. ratios.Select(ratio => Math.Log(ratio))];
        double centre = logarithms.Average();
        double spread = Math.Sqrt(logarithms.Sum(value => (value - centre) * (value - centre)) / (rows - 1));
        double half = StudentT.InvCDF(0, 1, rows - 1, 1 - Tail) * spread * Math.Sqrt(1 + (1.0 / rows));
        return new ResidualInterval(Math.Exp(centre - half), Math.Exp(centre + half));
    }

    /// <summary>The share of rows that lie inside.</summary>
    public double Coverage(IReadOnlyList<double> predicted, IReadOnlyList<double> measured)
    {
        (double low, double high) = this;
        return predicted.Zip(measured, (p, m) => m >= p * low && m <= p * high ? 1.0 : 0).Average();
    }
}
