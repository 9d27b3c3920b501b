using System.Text.Json;
using System.Text.Json.Nodes;

namespace Emulator.Hardware;

/// <summary>
/// Reads a device file. Its coefficients are an object of their own, the name of the device whose coefficients it borrows, or a
/// <see cref="Roofline"/>.
/// </summary>
internal static class GpuFile
{
    private const string CoefficientsKey = "coefficients";

    /// <summary>The device that a file describes, checked.</summary>
    /// <param name="json">The file's text.</param>
    /// <param name="origin">The file's name, for messages.</param>
    /// <param name="setOf">The coefficients of another device, by name.</param>
    /// <exception cref="InvalidConfigurationException">The file is not valid; the message names it and every problem.</exception>
    public static Gpu Parse(string json, string origin, Func<string, CoefficientSet> setOf)
    {
        Gpu gpu;
        try
        {
            JsonObject root = JsonNode.Parse(json, documentOptions: CatalogueFile.Document) as JsonObject
                ?? throw new JsonException("the file is not a JSON object");
            ResolveCoefficients(root, setOf);
            gpu = root.Deserialize<Gpu>(CatalogueFile.Options)!;
        }
        catch (JsonException error)
        {
            throw new InvalidConfigurationException($"the GPU file {origin} cannot be read: {error.Message}", error);
        }

        string problems = string.Join("; ", gpu.Problems());
        return problems.Length == 0 ? gpu : throw new InvalidConfigurationException($"the GPU file {origin} is not valid: {problems}.");
    }

    /// <summary>The device whose coefficients the file borrows; null if it has its own.</summary>
    public static string? BorrowsFrom(string json) =>
        JsonNode.Parse(json)?[CoefficientsKey] is JsonValue name && name.TryGetValue(out string? device) ? device : null;

    private static void ResolveCoefficients(JsonObject root, Func<string, CoefficientSet> setOf)
    {
        if (root[CoefficientsKey] is JsonValue name && name.TryGetValue(out string? device))
        {
            root[CoefficientsKey] = JsonSerializer.SerializeToNode(setOf(device), CatalogueFile.Options);
        }
        else if (root[CoefficientsKey] is JsonObject { Count: 1 } only && only["roofline"] is { } roofline)
        {
            Interconnect? link = root["interconnect"].Deserialize<Interconnect>(CatalogueFile.Options);
            CoefficientSet set = roofline.Deserialize<Roofline>(CatalogueFile.Options)!.ToCoefficients(root["name"]?.ToString() ?? "roofline", link);
            root[CoefficientsKey] = JsonSerializer.SerializeToNode(set, CatalogueFile.Options);
        }
    }
}
