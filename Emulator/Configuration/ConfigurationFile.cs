using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Emulator.Configuration;

/// <summary>A YAML or JSON file whose keys are option names; JSON is read as the YAML that it is.</summary>
internal static class ConfigurationFile
{
    /// <summary>The values that the file gives.</summary>
    /// <exception cref="InvalidConfigurationException">The file cannot be read, or is not a mapping of names to single values.</exception>
    public static ConfigurationLayer Load(string path) => OptionsOf(Entries(Read(path), $"file {path}"), key => $"file {path} line {key.Start.Line}");

    /// <summary>The text of the file.</summary>
    /// <exception cref="InvalidConfigurationException">It cannot be read.</exception>
    public static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new InvalidConfigurationException($"configuration file '{path}' cannot be read: {problem.Message}", problem);
        }
    }

    /// <summary>The top level of the text, in order.</summary>
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
    public static ConfigurationLayer OptionsOf(IEnumerable<KeyValuePair<YamlNode, YamlNode>> entries, Func<YamlNode, string> originOf) =>
        new([.. entries.Select(entry => Given(entry, originOf(entry.Key)))], name => name);

    private static GivenValue Given(KeyValuePair<YamlNode, YamlNode> entry, string place)
    {
        string key = entry.Key.ToString();
        return entry.Value is YamlScalarNode value
            ? new GivenValue(key, IsNull(value) ? null : value.Value, key, place)
            : throw new InvalidConfigurationException($"{key} ({place}) is a list or a mapping; allowed is a single value.");
    }

    private static bool IsNull(YamlScalarNode value) => value.Style == ScalarStyle.Plain && value.Value is null or "" or "~" or "null";
}
