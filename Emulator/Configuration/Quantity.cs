using System.Globalization;

namespace Emulator.Configuration;

/// <summary>
/// Numbers and durations as people write them: <c>64k</c> = 64,000, <c>1GiB</c> = 1,073,741,824, <c>500ms</c>, <c>2s</c>. Without a
/// unit, numbers are what they say and durations are seconds.
/// </summary>
public static class Quantity
{
    private static readonly (string Suffix, decimal Factor)[] s_sizes =
    [
        ("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("Ki", 1L << 10), ("Mi", 1L << 20), ("Gi", 1L << 30),
        ("kB", 1e3m), ("KB", 1e3m), ("MB", 1e6m), ("GB", 1e9m), ("k", 1e3m), ("K", 1e3m), ("M", 1e6m), ("G", 1e9m),
    ];

    private static readonly (string Suffix, decimal Factor)[] s_durations =
    [
        ("us", TimeSpan.TicksPerMicrosecond), ("µs", TimeSpan.TicksPerMicrosecond), ("ms", TimeSpan.TicksPerMillisecond),
        ("min", TimeSpan.TicksPerMinute), ("s", TimeSpan.TicksPerSecond), ("m", TimeSpan.TicksPerMinute), ("h", TimeSpan.TicksPerHour),
    ];

    /// <summary>Reads a number with an optional unit: k, M, G (powers of 1,000, also with B) or Ki, Mi, Gi (powers of 1,024, also with B).</summary>
    public static bool TryParseNumber(string text, out decimal number) => TryParse(text, s_sizes, 1, out number);

    /// <summary>Reads a duration with an optional unit: us, ms, s, m or min, h. Rounded to the nearest 100 ns.</summary>
    public static bool TryParseDuration(string text, out TimeSpan duration)
    {
        bool isDuration = TryParse(text, s_durations, TimeSpan.TicksPerSecond, out decimal ticks) && Math.Abs(ticks) < long.MaxValue;
        duration = isDuration ? new TimeSpan((long)Math.Round(ticks)) : TimeSpan.Zero;
        return isDuration;
    }

    /// <summary>Writes a duration in the largest of s, ms and us that needs no fraction (or in us with one), as <see cref="TryParseDuration"/> reads it.</summary>
    public static string Print(TimeSpan duration) => duration.Ticks switch
    {
        long ticks when ticks % TimeSpan.TicksPerSecond == 0 => Invariant(ticks / TimeSpan.TicksPerSecond, "s"),
        long ticks when ticks % TimeSpan.TicksPerMillisecond == 0 => Invariant(ticks / TimeSpan.TicksPerMillisecond, "ms"),
        long ticks => Invariant((decimal)ticks / TimeSpan.TicksPerMicrosecond, "us"),
    };

    private static bool TryParse(string text, (string Suffix, decimal Factor)[] units, decimal factor, out decimal value)
    {
        string digits = text.Trim();
        foreach ((string suffix, decimal unitFactor) in units)
        {
            if (digits.EndsWith(suffix, StringComparison.Ordinal))
            {
                digits = digits[..^suffix.Length].TrimEnd();
                factor = unitFactor;
                break;
            }
        }

        const NumberStyles Styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (!decimal.TryParse(digits, Styles, CultureInfo.InvariantCulture, out value) || Math.Abs(value) > decimal.MaxValue / factor)
        {
            value = 0;
            return false;
        }

        value *= factor;
        return true;
    }

    private static string Invariant(decimal number, string unit) => number.ToString("0.#", CultureInfo.InvariantCulture) + unit;
}
