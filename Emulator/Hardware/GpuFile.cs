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
    private const string RooflineKey = "roofline";

    /// <summary>The device that a file describes, checked.</summary>
    /// <param name="json">The file's text.</param>
    /// <param name="origin">The file's name, for messages.</param>
    /// <param name="setOf">The coefficients of another device, by name.</param>
    /// <exception cref="InvalidConfigurationException">The file is not valid; the message names it and every problem.</exception>
    public static Gpu Parse(string json, string origin, Func<string, CoefficientSet> setOf)
    {
        string file = $"device file {origin}";
        JsonObject root = CatalogueFile.ObjectOf(json, file);
        string? standIn = null;
        if (Borrowed(root) is string lender)
        {
            standIn = $"borrowed from {lender}";
            Replace(root, Lend(lender, file, setOf));
        }
        else if (root[CoefficientsKey] is JsonObject given && given.ContainsKey(RooflineKey))
        {
            standIn = "a roofline";
            Replace(root, OfRoofline(given, root, file));
        }

        return CatalogueFile.Entry<Gpu>(root, file, gpu => gpu.Problems().Concat(gpu.Calibrated && standIn is not null
            ? [$"calibrated is true, but the coefficients are {standIn} and were not fitted on {gpu.Name}; allowed is false"]
            : []));
    }

    /// <summary>The device whose coefficients the file borrows; null if it has its own.</summary>
    public static string? BorrowsFrom(string json) => Borrowed(JsonNode.Parse(json)!.AsObject());

    private static string? Borrowed(JsonObject root) =>
        root[CoefficientsKey] is JsonValue name && name.TryGetValue(out string? device) ? device : null;

    private static void Replace(JsonObject root, CoefficientSet set) =>
        root[CoefficientsKey] = JsonSerializer.SerializeToNode(set, CatalogueFile.Options);

    private static CoefficientSet Lend(string lender, string file, Func<string, CoefficientSet> setOf)
    {
        try
        {
            return setOf(lender).Unjudged();
        }
        catch (InvalidConfigurationException problem)
        {
            throw new InvalidConfigurationException($"the {file} is not valid: {problem.Message}", problem);
        }
    }

    private static CoefficientSet OfRoofline(JsonObject given, JsonObject root, string file)
    {
        string path = $"{CoefficientsKey}.{RooflineKey}";
        List<string> problems = [.. given.Where(member => member.Key != RooflineKey).Select(member => $"{CoefficientsKey} has a roofline and beside it {member.Key}; allowed is the roofline alone")];
        IReadOnlyList<string> shape = CatalogueShape.Problems(given[RooflineKey], typeof(Roofline), path);
        Roofline? roofline = shape.Count == 0 ? given[RooflineKey].Deserialize<Roofline>(CatalogueFile.Options) : null;
        problems.AddRange(roofline?.Problems().Select(problem => $"{path}.{problem}") ?? shape);

        // A link that is wrong is told with the rest of the file.
        Interconnect? link = root["interconnect"] is JsonObject wire && CatalogueShape.Problems(wire, typeof(Interconnect)).Count == 0
            ? wire.Deserialize<Interconnect>(CatalogueFile.Options)
            : null;
        CoefficientSet set = CatalogueFile.Valid(roofline, file, problems).ToCoefficients(
            root["name"]?.ToString() ?? RooflineKey,
            link?.Problems().Any() == false ? link : null,
            hasFp8Units: root["peakFp8FlopsPerSecond"] is not null);
        return CatalogueFile.Valid(set, file, [.. set.Problems().Select(problem => $"{path} makes {problem}")]);
    }
}
