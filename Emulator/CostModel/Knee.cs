namespace Emulator.CostModel;

/// <summary>
/// The larger of two bounds, rounded where they meet: (x^p + y^p)^(1/p). Kernels near the knee of the roofline are slower than either
/// bound alone.
/// </summary>
/// <remarks>
/// Computed as max·(1 + u)^(1/p) with u = (min/max)^p, which costs a power less and cannot overflow. Two equal bounds of 1 with p = 2 give
/// 1.4142. Every decode step asks for one, most of them far from the knee: there the outer power is its binomial series.
/// </remarks>
internal readonly struct Knee
{
    /// <summary>Half a unit in the last place of 1: what is added below this is lost to rounding anyway.</summary>
    private const double RoundingError = 1.1102230246251565e-16;

    /// <summary>Below this the eighth term of the series, at most u⁸, is lost to rounding.</summary>
    private const double SeriesLimit = 0.01;

    private readonly double _exponent;
    private readonly double _inverse;
    private readonly double _negligibleRatio;

    public Knee(double exponent)
    {
        _exponent = exponent;
        _inverse = 1 / exponent;
        _negligibleRatio = Math.Pow(RoundingError, _inverse);
    }

    /// <summary>The two bounds' combination, in their unit; neither may be negative.</summary>
    public double Of(double x, double y)
    {
        (double low, double high) = x < y ? (x, y) : (y, x);
        double ratio = low / high;

        // Also taken when both are 0 (the ratio is then not a number).
        return ratio > _negligibleRatio ? high * OuterPower(Math.Pow(ratio, _exponent)) : high;
    }

    /// <summary>(1 + u)^(1/p).</summary>
    private double OuterPower(double u)
    {
        if (u >= SeriesLimit)
        {
            return Math.Pow(1 + u, _inverse);
        }

        // Reciprocals that the compiler folds: a division costs as much as the rest of a factor.
        double a = _inverse;
        double tail = 1 + ((a - 5) * (1 / 6.0) * u * (1 + ((a - 6) * (1 / 7.0) * u)));
        tail = 1 + ((a - 3) * (1 / 4.0) * u * (1 + ((a - 4) * (1 / 5.0) * u * tail)));
        return 1 + (a * u * (1 + ((a - 1) * (1 / 2.0) * u * (1 + ((a - 2) * (1 / 3.0) * u * tail)))));
    }
}
