using System.Globalization;
using LoadGen.Report;

namespace LoadGen.Studies;

/// <summary>How studies write figures, so that no sentence says more than its figures do.</summary>
internal static class Wording
{
    // Closer than this two figures are called alike: a different seed moves them more.
    private const double Alike = 0.05;

    /// <summary>One figure beside another: "3.20 times as long", "3.20 times shorter", or "about as long".</summary>
    /// <param name="value">What the sentence is about.</param>
    /// <param name="beside">What it is compared with.</param>
    /// <param name="quality">For example long, high.</param>
    /// <param name="less">The comparative of its opposite, for example shorter, lower.</param>
    public static string Times(double value, double beside, string quality, string less) => value > beside * (1 + Alike)
        ? Factor(value / beside, $" times as {quality}")
        : beside > value * (1 + Alike) ? Factor(beside / value, $" times {less}") : $"about as {quality}";

    /// <summary>Milliseconds of a time given as such, or a dash.</summary>
    public static string Milliseconds(TimeSpan? time) => Number(time?.TotalMilliseconds);

    /// <summary>Three digits, or a dash.</summary>
    public static string Number(double? value) => value is null ? "-" : Figures.Number(value);

    /// <summary>A share in per cent, or a dash.</summary>
    public static string Share(double? share) => share is null ? "-" : Figures.Share(share);

    /// <summary>Thousands set apart.</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A time with its unit.</summary>
    public static string Time(TimeSpan time) => Figures.Duration(time);

    /// <summary>Labels an axis of seconds.</summary>
    public static string SecondsAxis(double seconds) => Figures.Axis(seconds, MetricUnit.Seconds);

    /// <summary>Labels an axis of shares.</summary>
    public static string ShareAxis(double share) => Figures.Axis(share, MetricUnit.Share);

    /// <summary>Labels an axis of numbers.</summary>
    public static string NumberAxis(double number) => Figures.Axis(number, MetricUnit.Number);

    private static string Factor(double factor, string words) => double.IsFinite(factor) ? Figures.Number(factor) + words : "out of all proportion";
}
