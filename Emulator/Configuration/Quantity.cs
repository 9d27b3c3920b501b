using System.Globalization;

namespace Emulator.Configuration;

/// <summary>
/// Numbers and durations as people write them: <c>64k</c> = 64,000, <c>1GiB</c> = 1,073,741,824, <c>500ms</c>, <c>2s</c>. Without a
/// unit, numbers are what they say and durations are seconds. <c>_</c> may stand between digits.
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

    /// <summary>Reads a number as vLLM does: k, m, g and t are powers of 1,000; K, M, G and T powers of 1,024, and only of whole numbers. Other units as everywhere.</summary>
    public static bool TryParseVllmNumber(string text, out decimal number)
    {
        ArgumentNullException.ThrowIfNull(text);
        string digits = text.Trim();
        decimal factor = digits.Length > 1 ? FactorOf(digits[^1]) : 0;
        bool isWhole = factor is 0 or 1e3m or 1e6m or 1e9m or 1e12m || digits.AsSpan(0, digits.Length - 1).IndexOfAnyExceptInRange('0', '9') < 0;
        number = 0;
        return factor == 0 ? TryParseNumber(digits, out number) : isWhole && TryParse(digits[..^1], [], factor, out number);

        static decimal FactorOf(char suffix) => suffix switch
        {
            'k' => 1e3m,
            'm' => 1e6m,
            'g' => 1e9m,
            't' => 1e12m,
            'K' => 1L << 10,
            'M' => 1L << 20,
            'G' => 1L << 30,
            'T' => 1L << 40,
            _ => 0,
        };
    }

    /// <summary>Reads a duration with an optional unit: us, ms, s, m or min, h. Rounded to the nearest 100 ns.</summary>
    public static bool TryParseDuration(string text, out TimeSpan duration)
    {
        bool isDuration = TryParse(text, s_durations, TimeSpan.TicksPerSecond, out decimal ticks) && Math.Abs(ticks) < long.MaxValue;
        duration = isDuration ? new TimeSpan((long)Math.Round(ticks)) : TimeSpan.Zero;
        return isDuration;
    }

    /// <summary>Longest duration that <see cref="Duration"/> takes: a week, as for a server's own timeouts. What is added to it stays far from the end of all time.</summary>
    public static readonly TimeSpan LongestDuration = TimeSpan.FromDays(7);

    /// <summary>A duration from zero to <see cref="LongestDuration"/>, as <see cref="TryParseDuration"/> reads it.</summary>
    /// <param name="name">What is read (an option or a key), for the message.</param>
    /// <param name="text">For example <c>300s</c>, <c>500ms</c>, <c>2m</c>, <c>1h</c>, <c>1.5</c>.</param>
    /// <exception cref="InvalidConfigurationException">It is no such duration.</exception>
    public static TimeSpan Duration(string name, string text) => !TryParseDuration(text, out TimeSpan duration) || duration < TimeSpan.Zero
        ? throw new InvalidConfigurationException($"{name} is '{text}'; allowed are durations such as 300s, 500ms, 2m, 1h or 1.5 (seconds).")
        : duration <= LongestDuration
            ? duration
            : throw new InvalidConfigurationException($"{name} is '{text}'; allowed are durations of up to 168h.");

    /// <summary>A <see cref="Duration"/> above 0.</summary>
    /// <param name="name">What is read (an option or a key), for the message.</param>
    /// <param name="text">For example <c>300s</c>.</param>
    /// <exception cref="InvalidConfigurationException">It is no such duration.</exception>
    public static TimeSpan PositiveDuration(string name, string text) => Duration(name, text) is { Ticks: > 0 } duration
        ? duration
        : throw new InvalidConfigurationException($"{name} is '{text}'; allowed are durations above 0.");

    /// <summary>A whole number of zero or more, as <see cref="TryParseNumber"/> reads it.</summary>
    /// <param name="name">What is read (an option or a key), for the message.</param>
    /// <param name="text">For example <c>4096</c> or <c>64k</c>.</param>
    /// <exception cref="InvalidConfigurationException">It is no such number.</exception>
    public static long Count(string name, string text) => TryParseNumber(text, out decimal number) && number is >= 0 and <= long.MaxValue && decimal.IsInteger(number)
        ? (long)number
        : throw new InvalidConfigurationException($"{name} is '{text}'; allowed are whole numbers such as 4096, 64k or 1M.");

    /// <summary>A number of zero or more, not necessarily whole, as <see cref="TryParseNumber"/> reads it.</summary>
    /// <param name="name">What is read (an option or a key), for the message.</param>
    /// <param name="text">For example <c>0.25</c> or <c>1.5k</c>.</param>
    /// <exception cref="InvalidConfigurationException">It is no such number.</exception>
    public static double Number(string name, string text) => TryParseNumber(text, out decimal number) && number >= 0
        ? (double)number
        : throw new InvalidConfigurationException($"{name} is '{text}'; allowed are numbers of 0 and more, such as 0.25, 60 or 1.5k.");

    /// <summary>A <see cref="Number"/> above 0.</summary>
    /// <param name="name">What is read (an option or a key), for the message.</param>
    /// <param name="text">For example <c>0.25</c>.</param>
    /// <exception cref="InvalidConfigurationException">It is no such number.</exception>
    public static double PositiveNumber(string name, string text) => TryParseNumber(text, out decimal number) && number > 0
        ? (double)number
        : throw new InvalidConfigurationException($"{name} is '{text}'; allowed are numbers above 0, such as 0.25, 60 or 1.5k.");

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
        if (!decimal.TryParse(digits.Replace("_", "", StringComparison.Ordinal), Styles, CultureInfo.InvariantCulture, out value) || Math.Abs(value) > decimal.MaxValue / factor)
        {
            value = 0;
            return false;
        }

        value *= factor;
        return true;
    }

    private static string Invariant(decimal number, string unit) => number.ToString("0.#", CultureInfo.InvariantCulture) + unit;
}
