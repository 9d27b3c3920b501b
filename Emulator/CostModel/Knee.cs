namespace Emulator.CostModel;

/// <summary>
/// The larger of two bounds, rounded where they meet: (x^p + y^p)^(1/p). Kernels near the knee of the roofline are slower than either
/// bound alone.
/// </summary>
/// <remarks>
/// Computed as max·(1 + (min/max)^p)^(1/p), which costs a power less and cannot overflow. Two equal bounds of 1 with p = 2 give 1.4142.
/// </remarks>
internal readonly struct Knee
{
    /// <summary>Half a unit in the last place of 1: what is added below this is lost to rounding anyway.</summary>
    private const double RoundingError = 1.1102230246251565e-16;

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
        return ratio > _negligibleRatio ? high * Math.Pow(1 + Math.Pow(ratio, _exponent), _inverse) : high;
    }
}
