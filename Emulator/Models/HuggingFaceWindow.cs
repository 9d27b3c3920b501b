using System.Text.Json.Nodes;

namespace Emulator.Models;

/// <summary>The sliding window of a <c>config.json</c>, and how many layers have it.</summary>
internal static class HuggingFaceWindow
{
    private const string Sliding = "sliding_attention";
    private const string Full = "full_attention";

    /// <summary>Window in tokens and layers with it; null and 0 where every layer attends to everything.</summary>
    public static (int? Tokens, int Layers) Of(ConfigFields fields, HuggingFaceFamily family, int layers)
    {
        int windowed = fields["layer_types"] is JsonArray types ? Listed(fields, types, layers) : ByRule(fields, family.Window, layers);
        bool isOff = family.Window == WindowRule.UpperLayers && !fields.Switch("use_sliding_window", absent: false);
        if (windowed == 0 || isOff)
        {
            return (null, 0);
        }

        if (family.Window == WindowRule.EveryLayer && !fields.Has("sliding_window"))
        {
            return (null, 0);
        }

        return (fields.Count("sliding_window"), windowed);
    }

    private static int ByRule(ConfigFields fields, WindowRule rule, int layers) => rule switch
    {
        WindowRule.EveryLayer => layers,
        WindowRule.UpperLayers => Math.Max(0, layers - fields.CountOr("max_window_layers", layers)),
        WindowRule.Alternating => (layers + 1) / 2,
        _ => 0,
    };

    private static int Listed(ConfigFields fields, JsonArray types, int layers)
    {
        string?[] kinds = [.. types.Select(type => type?.ToString())];
        if (kinds.FirstOrDefault(kind => kind is not (Sliding or Full)) is { } unknown)
        {
            fields.Problems.Add($"layer_types has '{unknown}', which is not modelled; allowed are {Full} and {Sliding}");
        }

        if (kinds.Length != layers)
        {
            fields.Problems.Add($"layer_types has {kinds.Length} entries, but num_hidden_layers is {layers}");
        }

        return kinds.Count(kind => kind == Sliding);
    }
}
