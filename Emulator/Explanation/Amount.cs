using System.Globalization;

namespace Emulator.Explanation;

/// <summary>Numbers as tables show them: four significant digits, thousands set apart, never a locale.</summary>
internal static class Amount
{
    /// <summary>For example 12,454 or 3.329; a dash for 0.</summary>
    public static string Of(double value) => value switch
    {
        0 => "-",
        >= 999.5 => value.ToString("#,0", CultureInfo.InvariantCulture),
        >= 99.95 => value.ToString("0.0", CultureInfo.InvariantCulture),
        >= 9.995 => value.ToString("0.00", CultureInfo.InvariantCulture),
        _ => value.ToString("0.000", CultureInfo.InvariantCulture),
    };

    /// <summary>A share in per cent, for example 7.9 %.</summary>
    public static string Share(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.0} %");

    /// <summary>A whole number with thousands set apart.</summary>
    public static string Count(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>A number of things: 1 chunk, 2,048 tokens.</summary>
    public static string Counted(long count, string thing) => $"{Count(count)} {thing}{(count == 1 ? "" : "s")}";

    /// <summary>Bytes in GB (1e9), for example 17.64 GB.</summary>
    public static string Gigabytes(double bytes) => $"{Of(bytes / 1e9)} GB";
}
