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
    public static IReadOnlyList<KeyValuePair<YamlNode, YamlNode>> Entries(string text, string origin)
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

        return stream.Documents switch
        {
            [] => [],
            [{ RootNode: YamlMappingNode root }] => [.. root.Children],
            _ => throw new InvalidConfigurationException($"{origin} is no single mapping; allowed are lines such as 'max-num-seqs: 128', or one JSON object."),
        };
    }

    /// <summary>The values that entries give to options.</summary>
    /// <exception cref="InvalidConfigurationException">One is a list or a mapping.</exception>
    internal static ConfigurationLayer OptionsOf(IEnumerable<KeyValuePair<YamlNode, YamlNode>> entries, Func<YamlNode, string> originOf) =>
        new([.. entries.Select(entry => Given(entry, originOf(entry.Key)))], name => name);

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
