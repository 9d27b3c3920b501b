using System.Globalization;

namespace Emulator.Prometheus;

/// <summary>Numbers as Python's Prometheus client writes them: the shortest digits that read back the same, as Python prints them, but a positive one from a million with an exponent.</summary>
/// <remarks>
/// 1 is <c>1.0</c>, 0.00001 <c>1e-05</c>, 1,234,567 <c>1.234567e+06</c>. Python prints an exponent itself from 1e16, so that only numbers of 7 to 16
/// digits are rewritten; the client puts a 0 before any exponent, also one of two digits: 1e12 is <c>1e+012</c>.
/// </remarks>
internal static class PrometheusNumber
{
    private const int GoDigits = 6;
    private const int PythonDigits = 16;
    private const int PythonZeros = -4;

    /// <summary>The number's text.</summary>
    public static string Of(double value)
    {
        if (double.IsNaN(value))
        {
            return "NaN";
        }

        if (double.IsInfinity(value))
        {
            return value > 0 ? "+Inf" : "-Inf";
        }

        if (value == 0)
        {
            return double.IsNegative(value) ? "-0.0" : "0.0";
        }

        (string digits, int exponent) = Shortest(Math.Abs(value));
        return (value < 0 ? "-" : "") + (
            exponent >= PythonDigits || exponent < PythonZeros ? $"{Mantissa(digits)}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}"
            : value > 0 && exponent >= GoDigits ? $"{Mantissa(digits)}e+0{exponent}"
            : Plain(digits, exponent));
    }

    private static string Mantissa(string digits) => digits.Length == 1 ? digits : $"{digits[0]}.{digits[1..]}";

    private static string Plain(string digits, int exponent) => exponent < 0
        ? $"0.{new string('0', -exponent - 1)}{digits}"
        : digits.Length <= exponent + 1 ? $"{digits.PadRight(exponent + 1, '0')}.0" : $"{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}";

    // .NET and Python agree on the shortest digits; only where they put the point differs.
    private static (string Digits, int Exponent) Shortest(double value)
    {
        string[] parts = value.ToString("E16", CultureInfo.InvariantCulture).Split('E');
        string shortest = value.ToString("R", CultureInfo.InvariantCulture).Split('E')[0].Replace(".", "", StringComparison.Ordinal).TrimStart('0').TrimEnd('0');
        int exponent = int.Parse(parts[1], CultureInfo.InvariantCulture);
        // 17 digits may round up to the next power of ten where the shortest ones do not, and the other way round.
        double read = double.Parse($"{Mantissa(shortest)}E{exponent}", CultureInfo.InvariantCulture);
        return (shortest, read == value ? exponent : read > value ? exponent - 1 : exponent + 1);
    }
}
