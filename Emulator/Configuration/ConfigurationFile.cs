using System.Text.Json;
using Emulator.Configuration.VllmFlags;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Emulator.Configuration;

/// <summary>A YAML or JSON file whose keys are option names; JSON is read as the YAML that it is.</summary>
public static class ConfigurationFile
{
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
        new([.. entries.Select(entry => Given(entry, originOf(entry.Key)))], name => name);

    private static IList<YamlDocument> DocumentsOf(string text, string origin)
    {
        YamlStream stream = [];
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException problem)
        {
            throw new InvalidConfigurationException($"{origin} line {problem.Start.Line} is neither YAML nor JSON: {problem.Message}", problem);
        }

        return stream.Documents;
    }

    private static GivenValue Given(KeyValuePair<YamlNode, YamlNode> entry, string place)
    {
        // vLLM takes underscores for dashes in files too.
        string key = entry.Key.ToString();
        string name = key.Replace('_', '-');
        return entry.Value is YamlScalarNode value
            ? new GivenValue(name, IsNull(value) ? null : value.Value, key, place)
            : entry.Value is YamlSequenceNode list && ServerOptionTable.Find(name) is { IsList: true } && list.All(item => item is YamlScalarNode)
                ? new GivenValue(name, JsonSerializer.Serialize(list.Select(item => ((YamlScalarNode)item).Value), CatalogueFile.Options), key, place)
            : VllmFlagTable.FindForeign(name) is not null
                ? new GivenValue(name, "a list or a mapping", key, place)
                : throw new InvalidConfigurationException($"{key} ({place}) is a list or a mapping; allowed is a single value.");
    }

    /// <summary>Whether the value says that there is none: nothing, <c>~</c> or <c>null</c>.</summary>
    public static bool IsNull(YamlScalarNode value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.Style == ScalarStyle.Plain && value.Value is null or "" or "~" or "null";
    }
}
