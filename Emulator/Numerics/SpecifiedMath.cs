namespace Emulator.Numerics;

/// <summary>Exponential and logarithm from IEEE 754 additions, multiplications and divisions alone.</summary>
/// <remarks><see cref="Math.Exp"/> and <see cref="Math.Log(double)"/> call the platform's C library, whose last bit differs between systems. A schedule must be the
/// same bytes everywhere, and one bit can move a truncated token count, so seeded draws use these instead. Both are within about 2 units in the last place.</remarks>
public static class SpecifiedMath
{
    private const double Ln2High = 0.693147180369123816490;
    private const double Ln2Low = 1.90821492927058770002e-10;
    private const int ExponentBias = 1_023;

    private static readonly double[] _reciprocalFactorials = ReciprocalFactorials(15);

    /// <summary>e to the power of <paramref name="x"/>; infinity above 709, 0 below -708.</summary>
    /// <remarks>x = k·ln 2 + r with |r| at most 0.347, then the Taylor series of e^r to degree 14 (its remainder is below 1e-19), times 2^k.</remarks>
    public static double Exp(double x)
    {
        if (x > 709)
        {
            return double.PositiveInfinity;
        }

        if (x < -708)
        {
            return 0;
        }

        double k = Math.Floor((x / (Ln2High + Ln2Low)) + 0.5);
        double r = x - (k * Ln2High) - (k * Ln2Low);
        double sum = 0;
        for (int i = _reciprocalFactorials.Length - 1; i >= 0; i--)
        {
            sum = (sum * r) + _reciprocalFactorials[i];
        }

        return Math.ScaleB(sum, (int)k);
    }

    /// <summary>Natural logarithm of <paramref name="x"/>, a positive normal number.</summary>
    /// <remarks>x = m·2^e with m between √½ and √2, ln m = 2·(s + s³/3 + s⁵/5 + ...) with s = (m - 1)/(m + 1), at most 0.172.</remarks>
    public static double Log(double x)
    {
        if (!(x >= 2.2250738585072014e-308) || double.IsInfinity(x))
        {
            throw new ArgumentOutOfRangeException(nameof(x), x, "Positive normal numbers only.");
        }

        long bits = BitConverter.DoubleToInt64Bits(x);
        int exponent = (int)(bits >> 52) - ExponentBias;
        double mantissa = BitConverter.Int64BitsToDouble((bits & 0xF_FFFF_FFFF_FFFF) | ((long)ExponentBias << 52));
        if (mantissa > 1.4142135623730951)
        {
            mantissa /= 2;
            exponent++;
        }

        double s = (mantissa - 1) / (mantissa + 1);
        double square = s * s;
        double series = 0;
        for (int odd = 23; odd >= 3; odd -= 2)
        {
            series = (series + (1.0 / odd)) * square;
        }

        return (exponent * Ln2High) + ((2 * s) + (2 * s * series) + (exponent * Ln2Low));
    }

    private static double[] ReciprocalFactorials(int count)
    {
        double[] values = new double[count];
        double factorial = 1;
        for (int i = 0; i < count; i++)
        {
            factorial *= Math.Max(i, 1);
            values[i] = 1 / factorial;
        }

        return values;
    }
}
