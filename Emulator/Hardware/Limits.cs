using System.Globalization;

namespace Emulator.Hardware;

/// <summary>The ranges that catalogue values must keep, each check a sentence when it is broken.</summary>
internal static class Limits
{
    /// <summary>
    /// Nothing moves bytes faster than this share of the datasheet's bandwidth. The cost model's promise, that no step is faster
    /// than the bytes it must move, rests on it.
    /// </summary>
    public const double HighestMemoryShare = 0.95;

    /// <summary>A share of the bandwidth when everything takes <paramref name="factor"/> times as long.</summary>
    public static double ScaledMemoryShare(double share, double factor) => Math.Min(share / factor, HighestMemoryShare);

    public static IEnumerable<string> Positive(double value, string name) =>
        Unless(double.IsFinite(value) && value > 0, value, name, "more than 0");

    public static IEnumerable<string> NotNegative(double value, string name) =>
        Unless(double.IsFinite(value) && value >= 0, value, name, "0 and more");

    public static IEnumerable<string> AtLeastOne(double value, string name) =>
        Unless(double.IsFinite(value) && value >= 1, value, name, "1 and more");

    public static IEnumerable<string> MemoryShare(double value, string name) =>
        Unless(value is > 0 and <= HighestMemoryShare, value, name, "more than 0, at most 0.95");

    public static IEnumerable<string> ComputeShare(double value, string name) =>
        Unless(value is > 0 and <= 1, value, name, "more than 0, at most 1");

    /// <summary>Text that says something: a figure without a source is not a figure.</summary>
    public static IEnumerable<string> Filled(string text, string name, string what) =>
        string.IsNullOrWhiteSpace(text) ? [$"{Key(name)} is empty; allowed is {what}"] : [];

    private static IEnumerable<string> Unless(bool holds, double value, string name, string allowed)
    {
        if (!holds)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{Key(name)} is {value}; allowed is {allowed}");
        }
    }

    private static string Key(string property) => $"{char.ToLowerInvariant(property[0])}{property[1..]}";
}
