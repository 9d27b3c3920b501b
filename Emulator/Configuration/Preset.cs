using System.Reflection;
using YamlDotNet.RepresentationModel;

namespace Emulator.Configuration;

/// <summary>A named set of options to start from: built in, or a user's file.</summary>
internal sealed record Preset
{
    private const string ResourcePrefix = "Emulator.Configuration.Presets.";

    private static readonly Lazy<IReadOnlyList<Preset>> s_builtIn = new(LoadBuiltIn);

    private Preset(string name, string text, Func<YamlNode, string> originOf)
    {
        ILookup<bool, KeyValuePair<YamlNode, YamlNode>> entries = ConfigurationFile.Entries(text, $"preset {name}")
            .ToLookup(entry => entry.Key.ToString() is "about" or "aliases");
        Name = name;
        Values = ConfigurationFile.OptionsOf(entries[false], originOf);
        foreach ((YamlNode key, YamlNode value) in entries[true])
        {
            About = key.ToString() == "about" ? value.ToString() : About;
            Aliases = key.ToString() == "aliases" ? [.. value.AllNodes.OfType<YamlScalarNode>().Select(alias => alias.Value!)] : Aliases;
        }

        if (Values.Find("preset") is GivenValue nested)
        {
            throw new InvalidConfigurationException($"preset is '{nested.Text}' ({nested.Origin}), but a preset cannot start from another; allowed are all other options.");
        }
    }

    /// <summary>The built-in presets, in order of their names.</summary>
    public static IReadOnlyList<Preset> BuiltIn => s_builtIn.Value;

    /// <summary>The built-in preset's name, or the file's path as it was given.</summary>
    public string Name { get; }

    /// <summary>Other names of a built-in preset.</summary>
    public IReadOnlyList<string> Aliases { get; } = [];

    /// <summary>What it is, in one sentence.</summary>
    public string About { get; } = "";

    /// <summary>The options that it sets.</summary>
    public ConfigurationLayer Values { get; }

    /// <summary>The built-in preset with this name or alias, in any case; else the file at this path.</summary>
    /// <exception cref="InvalidConfigurationException">There is neither, or the file is wrong.</exception>
    public static Preset Find(string nameOrPath)
    {
        bool HasName(Preset preset) => preset.Aliases.Append(preset.Name).Contains(nameOrPath, StringComparer.OrdinalIgnoreCase);
        if (BuiltIn.FirstOrDefault(HasName) is Preset builtIn)
        {
            return builtIn;
        }

        return File.Exists(nameOrPath)
            ? new Preset(nameOrPath, ConfigurationFile.Read(nameOrPath), key => $"preset {nameOrPath} line {key.Start.Line}")
            : throw new InvalidConfigurationException(
                $"preset is '{nameOrPath}'; allowed are {string.Join(", ", BuiltIn.Select(preset => preset.Name))}, and paths of preset files"
                + NearestName.Hint(nameOrPath, BuiltIn.Select(preset => preset.Name).Concat(BuiltIn.SelectMany(preset => preset.Aliases))));
    }

    private static Preset[] LoadBuiltIn()
    {
        Assembly assembly = typeof(Preset).Assembly;
        IEnumerable<string> resources = assembly.GetManifestResourceNames().Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal));
        return [.. resources.Order(StringComparer.Ordinal).Select(Load)];

        Preset Load(string resource)
        {
            string name = Path.GetFileNameWithoutExtension(resource[ResourcePrefix.Length..]);
            using StreamReader reader = new(assembly.GetManifestResourceStream(resource)!);
            return new Preset(name, reader.ReadToEnd(), _ => $"preset {name}");
        }
    }
}
