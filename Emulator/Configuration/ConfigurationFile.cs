using System.Text.Json;
using System.Text.Json.Nodes;
using Emulator.Configuration.Kinds;
using Emulator.Configuration.VllmFlags;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Emulator.Configuration;

/// <summary>A YAML or JSON file whose keys are option names; JSON is read as the YAML that it is.</summary>
public static class ConfigurationFile
{
    // How the library's words begin where a key comes twice.
    private const string DuplicateKey = "Duplicate key";

    /// <summary>The values that the file gives.</summary>
    /// <exception cref="InvalidConfigurationException">The file cannot be read, or is not a mapping of names to single values.</exception>
    internal static ConfigurationLayer Load(string path) => OptionsOf(Entries(Read(path), $"file {path}"), key => $"file {path} line {key.Start.Line}");

    /// <summary>The text of the file.</summary>
    /// <param name="path">Where it is.</param>
    /// <exception cref="InvalidConfigurationException">It cannot be read.</exception>
    public static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw UnreadableFile.Problem($"configuration file '{path}'", path, problem);
        }
    }

    /// <summary>The top level of the text, in order.</summary>
    /// <param name="text">YAML or JSON.</param>
    /// <param name="origin">Where it comes from, for messages.</param>
    /// <exception cref="InvalidConfigurationException">It is no mapping.</exception>
    public static IReadOnlyList<KeyValuePair<YamlNode, YamlNode>> Entries(string text, string origin) => DocumentsOf(text, origin) switch
    {
        [] => [],
        [{ RootNode: YamlMappingNode root }] => [.. root.Children],
        _ => throw new InvalidConfigurationException($"{origin} is no single mapping; allowed are lines such as 'max-num-seqs: 128', or one JSON object."),
    };

    /// <summary>The values of a file that lists several mappings, one after the other.</summary>
    /// <param name="path">Where it is.</param>
    /// <exception cref="InvalidConfigurationException">It cannot be read, or is no list of mappings of names to single values.</exception>
    internal static IReadOnlyList<ConfigurationLayer> LoadList(string path) => DocumentsOf(Read(path), $"file {path}") switch
    {
        [{ RootNode: YamlSequenceNode { Children.Count: > 0 } list }] when list.All(item => item is YamlMappingNode) =>
            [.. list.Children.Select(item => OptionsOf(((YamlMappingNode)item).Children, key => $"file {path} line {key.Start.Line}"))],
        _ => throw new InvalidConfigurationException($"file {path} is no list of mappings; allowed are items such as '- gpu: a100-sxm-80gb', or a JSON array of objects."),
    };

    /// <summary>The values that entries give to options.</summary>
    /// <exception cref="InvalidConfigurationException">One is a list or a mapping.</exception>
    internal static ConfigurationLayer OptionsOf(IEnumerable<KeyValuePair<YamlNode, YamlNode>> entries, Func<YamlNode, string> originOf) =>
        new([.. entries.Select(entry => Given(entry, originOf(entry.Key))).OfType<GivenValue>()], name => name);

    private static IList<YamlDocument> DocumentsOf(string text, string origin) => YamlText.Documents(
        text,
        (line, problem) => problem.StartsWith(DuplicateKey, StringComparison.Ordinal)
            ? $"{origin} line {line} gives {problem[DuplicateKey.Length..].Trim()} a second time; allowed is one value."
            : $"{origin} line {line} is neither YAML nor JSON: {problem}");

    // Null where the entry says nothing: as in vLLM, an empty list, and a negation that is false.
    private static GivenValue? Given(KeyValuePair<YamlNode, YamlNode> entry, string place)
    {
        string key = entry.Key.ToString();
        (string name, string path) = NameAndPath(key);
        if (entry.Value is YamlSequenceNode { Children.Count: 0 } && ServerOptions.Knows(name))
        {
            return null;
        }

        if (entry.Value is not YamlScalarNode value)
        {
            return entry.Value is YamlSequenceNode list && ServerOptionTable.Find(name) is { IsList: true } && list.All(item => item is YamlScalarNode)
                ? new GivenValue(name, JsonSerializer.Serialize(list.Select(item => ((YamlScalarNode)item).Value), CatalogueFile.Options), key, place)
                : VllmFlagTable.FindForeign(name) is not null
                ? new GivenValue(name, entry.Value is YamlMappingNode { Children.Count: 0 } ? "{}" : "a list or a mapping", key, place)
                : throw new InvalidConfigurationException($"{key} ({place}) is a list or a mapping; allowed is a single value.");
        }

        string? text = IsNull(value) ? null : value.Value;
        return path.Length > 0 ? new GivenValue(name, new JsonObject { [path] = text }.ToJsonString(CatalogueFile.Options), key, place)
            : NegatedBy(name) is { } negated ? Negation(negated, text, key, place)
            : new GivenValue(name, text, key, place);
    }

    // vLLM takes underscores for dashes in files too, and what follows a dot for a part of a JSON value.
    private static (string Name, string Path) NameAndPath(string key)
    {
        string[] sides = key.Split('.', 2);
        string name = sides[0].Replace('_', '-');
        return sides.Length == 2 && VllmFlagTable.FindForeign(name) is not null ? (name, sides[1]) : (key.Replace('_', '-'), "");
    }

    // The switch that "no-NAME" turns off, or null where the name is something else.
    private static string? NegatedBy(string name) =>
        name.StartsWith("no-", StringComparison.Ordinal) && !ServerOptions.Knows(name) && (ServerOptionTable.Find(name[3..])?.IsSwitch ?? VllmFlagTable.Find(name[3..])?.IsSwitch ?? false)
            ? name[3..]
            : null;

    private static GivenValue? Negation(string name, string? text, string key, string place) => !new Switch().TryParse(text ?? "", out bool isNegated)
        ? throw new InvalidConfigurationException($"{key} is '{text}' ({place}); allowed are true and false.")
        : isNegated ? new GivenValue(name, "false", key, place) : null;

    /// <summary>Whether the value says that there is none: nothing, <c>~</c> or <c>null</c>.</summary>
    public static bool IsNull(YamlScalarNode value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.Style == ScalarStyle.Plain && value.Value is null or "" or "~" or "null";
    }
}
