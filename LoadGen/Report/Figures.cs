using System.Globalization;
using LoadGen.Measure;

namespace LoadGen.Report;

/// <summary>Figures as people read them: three digits and a unit that fits, never a locale.</summary>
internal static class Figures
{
    public const string None = "–";

    /// <summary>For example 431 ms, 1.24 s, 85 µs.</summary>
    public static string Duration(TimeSpan? time) => time is TimeSpan value ? Seconds(value.TotalSeconds) : None;

    public static string Seconds(double? seconds)
    {
        if (seconds is not double value)
        {
            return None;
        }

        (double scale, string unit) = DurationUnit(value);
        return $"{Digits(value * scale)} {unit}";
    }

    /// <summary>In per cent, for example 84.9 %.</summary>
    public static string Share(double? share) => share is double value ? $"{Percent(value)} %" : None;

    public static string Number(double? number) => number is double value ? Digits(value) : None;

    public static string Count(long? count) => count?.ToString("N0", CultureInfo.InvariantCulture) ?? None;

    public static string Of(double? value, MetricUnit unit) => unit switch
    {
        MetricUnit.Share => Share(value),
        MetricUnit.Seconds => Seconds(value),
        _ => Number(value),
    };

    /// <summary>Mean ± half-width in one unit, for example 84.9 ± 1.2 %.</summary>
    public static string Of(MeanInterval? interval, MetricUnit unit)
    {
        if (interval is null)
        {
            return None;
        }

        if (interval.HalfWidth is not double halfWidth)
        {
            return Of(interval.Mean, unit);
        }

        (double scale, string suffix) = Scaled(interval.Mean, unit);
        int decimals = Decimals(interval.Mean * scale, unit);
        return $"{Fixed(interval.Mean * scale, decimals)} ± {Fixed(halfWidth * scale, decimals)}{suffix}";
    }

    /// <summary>Mean and half-width for tables that must be narrow: no blanks, and no digit of the mean below the second of its half-width; 75±12 ms.</summary>
    public static string Compact(MeanInterval? interval, MetricUnit unit)
    {
        if (interval is not { HalfWidth: > 0 and double halfWidth })
        {
            return Of(interval?.Mean, unit);
        }

        (double scale, string suffix) = Scaled(interval.Mean, unit);
        int decimals = Math.Min(Decimals(interval.Mean * scale, unit), Math.Clamp(1 - (int)Math.Floor(Math.Log10(halfWidth * scale)), 0, 3));
        return $"{Fixed(interval.Mean * scale, decimals)}±{Fixed(halfWidth * scale, decimals)}{suffix}";
    }

    /// <summary>Both bounds in one unit, [75.1, 81.9] ms; with one alone, at least 75.1 ms or at most 81.9 ms, as ≥ and ≤.</summary>
    public static string Of(MetricInterval? interval, MetricUnit unit)
    {
        if (interval is not { Low: double low, High: double high })
        {
            return interval switch
            {
                { Low: double least } => $"≥ {Of(least, unit)}",
                { High: double most } => $"≤ {Of(most, unit)}",
                _ => None,
            };
        }

        (double scale, string suffix) = Scaled(high, unit);
        int decimals = Decimals(high * scale, unit);
        return $"[{Fixed(low * scale, decimals)}, {Fixed(high * scale, decimals)}]{suffix}";
    }

    /// <summary>A figure and its error bar in a sentence, a unit that both have written once: 20.3 [18.0, 24.7] ms.</summary>
    public static string WithBar(string figure, MetricInterval? interval, MetricUnit unit)
    {
        string bar = Of(interval, unit);
        string suffix = bar[(bar.IndexOf(']', StringComparison.Ordinal) + 1)..];
        return interval is null ? figure
            : !interval.IsClosed ? $"{figure} ({bar})"
            : figure.EndsWith(suffix, StringComparison.Ordinal) ? $"{figure[..^suffix.Length]} {bar}" : $"{figure} {bar}";
    }

    /// <summary>A round number beside an axis: the same units, without zeros that say nothing.</summary>
    public static string Axis(double value, MetricUnit unit)
    {
        (double scale, string suffix) = Scaled(value, unit);
        return (value * scale).ToString("#,0.####", CultureInfo.InvariantCulture) + suffix;
    }

    /// <summary>A factor on rates: 1, 0.25, 0.05.</summary>
    public static string Factor(double factor) => factor.ToString("0.####", CultureInfo.InvariantCulture);

    private static (double Scale, string Suffix) Scaled(double value, MetricUnit unit) => unit switch
    {
        MetricUnit.Share => (100, " %"),
        MetricUnit.Seconds => DurationUnit(value) is var (factor, name) ? (factor, " " + name) : default,
        _ => (1, string.Empty),
    };

    private static string Percent(double share) => Fixed(share * 100, Decimals(share * 100, MetricUnit.Share));

    private static string Digits(double value) => Fixed(value, Decimals(value, MetricUnit.Number));

    private static string Fixed(double value, int decimals) => value.ToString("N" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static int Decimals(double value, MetricUnit unit) => Math.Abs(value) switch
    {
        0 => 0,
        < 1 when unit == MetricUnit.Share => 2,
        < 0.9995 => 3,
        < 9.995 => 2,
        < 99.95 => 1,
        <= 100 when unit == MetricUnit.Share => 1,
        _ => 0,
    };

    private static (double Scale, string Unit) DurationUnit(double seconds) => Math.Abs(seconds) switch
    {
        0 => (1, "s"),
        < 0.0009995 => (1e6, "µs"),
        < 0.9995 => (1e3, "ms"),
        _ => (1, "s"),
    };
}
