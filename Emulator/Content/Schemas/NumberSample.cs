using System.Text.Json;
using System.Text.Json.Nodes;
using Emulator.Numerics;

namespace Emulator.Content.Schemas;

/// <summary>Numbers within the bounds that schemas state.</summary>
internal static class NumberSample
{
    private const decimal TypicalRange = 100;
    private const decimal TypicalStep = 0.01m;
    private const int Tries = 1_000;

    // Beyond it steps would be lost in rounding.
    private const decimal Farthest = 1e18m;

    /// <summary>A number that fits; null = there is none that is easily found.</summary>
    public static decimal? Of(SchemaFacets facets, bool isWhole, ref SplitMix64 random)
    {
        (decimal? low, decimal? high) = Bounds(facets);
        if (low > high || low > Farthest || high < -Farthest)
        {
            return null;
        }

        decimal from = Math.Max(low ?? (high is { } top ? Math.Min(1, top - TypicalRange) : 1), -Farthest);
        decimal to = Math.Min(high ?? from + TypicalRange, Farthest);
        decimal step = Step(facets, isWhole, to - from);
        decimal first = Math.Ceiling(from / step) * step;
        decimal places = Math.Max(0, Math.Floor((to - first) / step));
        decimal start = Math.Floor((decimal)random.NextUnit() * places);
        for (int i = 0; i < Tries && i <= places; i++)
        {
            decimal place = start + i <= places ? start + i : start + i - places - 1;
            decimal number = Trimmed(first + (place * step));
            if (IsWithin(facets, number) && (!isWhole || number == Math.Floor(number)))
            {
                return number;
            }
        }

        return null;
    }

    /// <summary>Whether a number keeps the bounds.</summary>
    public static bool Fits(SchemaFacets facets, JsonValue value) => NumberOf(value) is { } number && IsWithin(facets, number);

    /// <summary>Whether a number has no fraction.</summary>
    public static bool IsWhole(JsonValue value) => NumberOf(value) is { } number && number == Math.Floor(number);

    private static bool IsWithin(SchemaFacets facets, decimal number) =>
        facets.All("minimum").All(least => number >= Limit(least))
        && facets.All("maximum").All(most => number <= Limit(most))
        && Exclusive(facets, "exclusiveMinimum", "minimum").All(above => number > above)
        && Exclusive(facets, "exclusiveMaximum", "maximum").All(below => number < below)
        && facets.All("multipleOf").All(factor => factor.TryGetDecimal(out decimal step) && step > 0 && number % step == 0);

    private static (decimal? Low, decimal? High) Bounds(SchemaFacets facets) => (
        facets.All("minimum").Select(Limit).Concat(Exclusive(facets, "exclusiveMinimum", "minimum")).Where(limit => limit > -Farthest).Select(limit => (decimal?)limit).Max(),
        facets.All("maximum").Select(Limit).Concat(Exclusive(facets, "exclusiveMaximum", "maximum")).Where(limit => limit < Farthest).Select(limit => (decimal?)limit).Min());

    // In draft 4 a truth value beside the bound itself.
    private static IEnumerable<decimal> Exclusive(SchemaFacets facets, string keyword, string bound) =>
        facets.All(keyword).SelectMany(limit => limit.ValueKind == JsonValueKind.Number ? [Limit(limit)] : limit.ValueKind == JsonValueKind.True ? facets.All(bound).Select(Limit) : []);

    private static decimal Step(SchemaFacets facets, bool isWhole, decimal range)
    {
        decimal factor = facets.All("multipleOf").Select(given => given.TryGetDecimal(out decimal step) ? step : 0).DefaultIfEmpty(0).Max();
        decimal typical = isWhole ? 1 : TypicalStep;
        return factor > 0 ? factor : isWhole || range == 0 || range > 10 * TypicalStep ? typical : range / 10;
    }

    private static decimal Limit(JsonElement bound) => bound.TryGetDecimal(out decimal limit) ? limit : bound.GetDouble() > 0 ? decimal.MaxValue : decimal.MinValue;

    private static decimal? NumberOf(JsonValue value) => decimal.TryParse(value.ToJsonString(), System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out decimal number) ? number : null;

    // Without the zeros that calculations leave behind the point.
    private static decimal Trimmed(decimal number) => number / 1.0000000000000000000000000000m;
}
