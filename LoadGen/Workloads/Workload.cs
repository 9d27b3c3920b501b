using System.Reflection;
using Emulator;

namespace LoadGen.Workloads;

/// <summary>Who sends what, how often: data without a seed, without a clock.</summary>
/// <param name="Name">As reports show it.</param>
/// <param name="Description">One sentence for <c>workloads list</c>; may be empty.</param>
/// <param name="Profiles">At least one; each draws from random streams of its own.</param>
public sealed record Workload(string Name, string Description, IReadOnlyList<ClientProfile> Profiles)
{
    private const string ResourcePrefix = "LoadGen.Workloads.BuiltIn.";
    private const string ResourceSuffix = ".yaml";

    /// <summary>The names of the built-in workloads.</summary>
    public static IReadOnlyList<string> BuiltInNames { get; } =
    [
        .. typeof(Workload).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal))
            .Select(name => name[ResourcePrefix.Length..^ResourceSuffix.Length])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>A built-in workload by name, or the one in a YAML file.</summary>
    /// <exception cref="InvalidConfigurationException">There is neither, or the file is wrong; the message says where.</exception>
    public static Workload Load(string nameOrPath) => Parse(Text(nameOrPath), BuiltIn(nameOrPath) ?? nameOrPath);

    /// <summary>The YAML text that <see cref="Load"/> reads.</summary>
    /// <exception cref="InvalidConfigurationException">There is neither a built-in of this name nor such a file, or it cannot be read.</exception>
    public static string Text(string nameOrPath)
    {
        if (BuiltIn(nameOrPath) is string builtIn)
        {
            using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(ResourcePrefix + builtIn + ResourceSuffix)!;
            using StreamReader reader = new(stream);
            return reader.ReadToEnd();
        }

        if (!File.Exists(nameOrPath))
        {
            throw new InvalidConfigurationException($"workload '{nameOrPath}' is neither a built-in ({string.Join(", ", BuiltInNames)}) nor a file{NearestName.HintOrAllowed(nameOrPath, BuiltInNames)}");
        }

        try
        {
            return File.ReadAllText(nameOrPath);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new InvalidConfigurationException($"workload '{nameOrPath}' cannot be read: {problem.Message}", problem);
        }
    }

    /// <summary>The workload that a YAML text describes, by the format of <c>docs/workload.schema.json</c>.</summary>
    /// <param name="yaml">One YAML document.</param>
    /// <param name="source">Where it comes from, for messages, and the workload's name where the text gives none.</param>
    /// <exception cref="InvalidConfigurationException">The text is wrong; the message names the source, the line, the key and what is allowed.</exception>
    public static Workload Parse(string yaml, string source) => WorkloadYaml.Read(yaml, source);

    private static string? BuiltIn(string name) => BuiltInNames.FirstOrDefault(builtIn => builtIn.Equals(name, StringComparison.OrdinalIgnoreCase));
}
