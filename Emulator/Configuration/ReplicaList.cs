using System.Globalization;

namespace Emulator.Configuration;

/// <summary>The servers of one process, and what they have in common.</summary>
/// <param name="Common">The options that count for the process: those of its sources but without what makes the replicas differ.</param>
/// <param name="Replicas">One configuration for each, complete.</param>
public sealed record ReplicaList(EffectiveConfiguration Common, IReadOnlyList<EffectiveConfiguration> Replicas)
{
    /// <summary>Most servers of one process.</summary>
    public const int Most = 1_000;

    private static readonly string[] s_ports = ["http-port", "grpc-port", "admin-grpc-port"];

    /// <summary>Whether all of them answer on one HTTP port, that of <see cref="Common"/>.</summary>
    public bool HaveOneHttpPort => Common.Options.OneHttpPort;

    /// <summary>All of them as YAML: one configuration, or what is in common and then each one as a comment.</summary>
    public string ToYaml() => Replicas.Count == 1 && int.TryParse(Common.Options.Replicas, out _)
        ? Common.ToYaml()
        : Common.ToYaml() + string.Concat(Replicas.Select((replica, index) => string.Create(CultureInfo.InvariantCulture, $"\n# replica {index}\n") + DifferencesOf(replica)));

    /// <summary>Whether a text names a number of servers or may be a file's path.</summary>
    internal static bool IsAllowed(string text) => !long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long count) || count is >= 1 and <= Most;

    /// <summary>What is wrong with one replica, with its number before each sentence.</summary>
    internal static InvalidConfigurationException Numbered(int index, InvalidConfigurationException problem) =>
        new(string.Join('\n', problem.Message.Split('\n').Select(line => string.Create(CultureInfo.InvariantCulture, $"replica {index}: {line}"))), problem);

    /// <summary>From all sources.</summary>
    /// <exception cref="InvalidConfigurationException">All that is wrong, a sentence a line.</exception>
    internal static ReplicaList Resolve(IReadOnlyDictionary<string, string> flags, IReadOnlyDictionary<string, string> environment, string? configFile)
    {
        EffectiveConfiguration common = ConfigurationSources.Resolve(flags, environment, configFile);
        bool isNumber = int.TryParse(common.Options.Replicas, CultureInfo.InvariantCulture, out int count);
        if (isNumber && count == 1)
        {
            return new ReplicaList(common, [common]);
        }

        IReadOnlyList<ConfigurationLayer> own = isNumber ? [.. Enumerable.Repeat(new ConfigurationLayer([], name => name), count)] : ConfigurationFile.LoadList(common.Options.Replicas);
        ReplicaList list = new(common, [.. own.Select((layer, index) => ResolveOne(layer, index))]);
        string[] problems = [.. list.PortProblems()];
        return problems.Length == 0 ? list : throw new InvalidConfigurationException(string.Join('\n', problems));

        EffectiveConfiguration ResolveOne(ConfigurationLayer layer, int index)
        {
            try
            {
                return Differing(layer, index);
            }
            catch (InvalidConfigurationException problem)
            {
                throw Numbered(index, problem);
            }
        }

        EffectiveConfiguration Differing(ConfigurationLayer layer, int index)
        {
            ConfigurationLayer single = new([Given("replicas", "1", index), Given("one-http-port", "false", index)], name => name);
            if (layer.Find("replicas") is { } nested)
            {
                throw new InvalidConfigurationException($"{nested.Place} is given for one replica; allowed is to give it for all of them.");
            }

            if (common.Options.OneHttpPort && layer.Find("http-port") is { } port)
            {
                throw new InvalidConfigurationException($"http-port is {port.Text} ({port.Origin}), but one-http-port is true; allowed is to give it for all of them.");
            }

            return ConfigurationSources.Resolve(flags, environment, configFile, layer, CountedUp(common.Options, layer, index), single);
        }
    }

    // What a replica does not give itself must still be its own.
    private static ConfigurationLayer CountedUp(ServerOptions options, ConfigurationLayer given, int index)
    {
        (string Name, string? Value)[] counted =
        [
            ("http-port", options.OneHttpPort ? null : PortFor(options.HttpPort)),
            ("grpc-port", PortFor(options.GrpcPort)),
            ("admin-grpc-port", PortFor(options.AdminGrpcPort)),
            ("seed", (options.Seed > long.MaxValue - index ? index : options.Seed + index).ToString(CultureInfo.InvariantCulture)),
            ("journal", options.Journal is { } path ? Path.Combine(Path.GetDirectoryName(path) ?? "", $"{Path.GetFileNameWithoutExtension(path)}-{index.ToString(CultureInfo.InvariantCulture)}{Path.GetExtension(path)}") : null),
        ];
        return new ConfigurationLayer([.. counted.Where(option => given.Find(option.Name) is null && option.Value is not null).Select(option => Given(option.Name, option.Value!, index))], name => name);

        string PortFor(int first) => (first == 0 ? 0 : first + index).ToString(CultureInfo.InvariantCulture);
    }

    private static GivenValue Given(string name, string value, int index) => new(name, value, name, string.Create(CultureInfo.InvariantCulture, $"replica {index}"));

    private IEnumerable<string> PortProblems()
    {
        IEnumerable<(int Replica, string Name, int Port)> ports = Replicas.SelectMany((replica, index) =>
            s_ports.Skip(HaveOneHttpPort ? 1 : 0).Select(name => (index, name, int.Parse(replica.Options.Show(name), CultureInfo.InvariantCulture))));
        return ports.Concat(HaveOneHttpPort ? [(0, "http-port", Common.Options.HttpPort)] : [])
            .Where(port => port.Port != 0)
            .GroupBy(port => port.Port)
            .Where(group => group.Count() > 1)
            .Select(group => string.Create(CultureInfo.InvariantCulture, $"{string.Join(" and ", group.Select(port => $"{port.Name} of replica {port.Replica}"))} are {group.Key}; allowed are different ports, or 0 for free ones."));
    }

    private string DifferencesOf(EffectiveConfiguration replica) => string.Concat(
        replica.Settings.Zip(Common.Settings)
            .Where(pair => pair.First.Value != pair.Second.Value && pair.First.Key is not ("replicas" or "one-http-port"))
            .Select(pair => $"#   {pair.First.Key}: {pair.First.Value}  # {pair.First.Origin}\n"));
}
