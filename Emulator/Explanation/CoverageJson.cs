using System.Text.Json.Nodes;
using Emulator.CostModel;

namespace Emulator.Explanation;

/// <summary>What nobody measured, as JSON: an array, empty if there is nothing.</summary>
internal static class CoverageJson
{
    /// <summary>An object for each: what it is, and where it is a matter of size, its dimension, value and measured range.</summary>
    public static JsonArray Of(IEnumerable<CoverageGap> gaps) => new([.. gaps.Select(gap => gap.Range is { } range
        ? new JsonObject { ["operation"] = gap.Operation, ["dimension"] = gap.Dimension, ["value"] = gap.Value, ["measured_from"] = range.From, ["measured_to"] = range.To }
        : new JsonObject { ["operation"] = gap.Operation })]);
}
