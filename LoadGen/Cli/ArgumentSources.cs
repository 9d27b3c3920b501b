using System.CommandLine;
using System.CommandLine.Parsing;
using Emulator;
using Emulator.Cli;
using Emulator.Configuration;
using YamlDotNet.RepresentationModel;

namespace LoadGen.Cli;

/// <summary>
/// Completes a command line with what environment variables and a configuration file give: flag over variable over file over default.
/// What is added is parsed as if it had been typed, so that every source knows the same names and values.
/// </summary>
/// <param name="Root">All verbs.</param>
/// <param name="Parsing">How arguments are parsed.</param>
/// <param name="Environment">All variables.</param>
internal sealed record ArgumentSources(RootCommand Root, ParserConfiguration Parsing, IReadOnlyDictionary<string, string> Environment)
{
    private const string Prefix = "LOADGEN__";
    private const string ConfigName = "--config";

    /// <summary>What help says of the sources.</summary>
    public const string Remarks = "An option's value comes from its flag, else from its environment variable (LOADGEN__RATE_SCALE), else from --config; "
        + "[in brackets] is what it is if none is given. Numbers take units: 64k, 500ms, 2s.";

    /// <summary>The option that names the file; each verb with options has one of its own.</summary>
    public static Option<string?> Config() => new(ConfigName) { HelpName = "FILE", Description = "A YAML or JSON file of options, with their names as keys. [none]" };

    /// <summary>Adds the options that <paramref name="args"/> do not give and another source does.</summary>
    /// <exception cref="InvalidConfigurationException">A key or a variable is no option, or the file cannot be read.</exception>
    public CompletedArguments Complete(IReadOnlyList<string> args)
    {
        ParseResult typed = Root.Parse(args, Parsing);
        Command verb = typed.CommandResult.Command;
        Option[] options = [.. verb.Options.Where(option => option.Name != ConfigName)];
        if (verb.Options.Count == options.Length || typed.Action is HelpText or VersionText)
        {
            return new CompletedArguments(args, new Dictionary<string, string>());
        }

        Dictionary<Option, Source> variables = Variables(verb, options);
        string? path = typed.GetResult(ConfigName) is OptionResult { Implicit: false } given ? given.Tokens.SingleOrDefault()?.Value : Environment.GetValueOrDefault(VariableOf(ConfigName));
        Dictionary<Option, Source> file = string.IsNullOrEmpty(path) ? [] : File(path, verb, options);
        List<string> added = [];
        Dictionary<string, string> origins = [];
        foreach (Option option in options.Where(option => typed.GetResult(option) is not { Implicit: false }))
        {
            if (variables.TryGetValue(option, out Source? source) || file.TryGetValue(option, out source))
            {
                added.AddRange(source.Values.Select(value => $"{option.Name}={value}"));
                origins.Add(option.Name, source.Origin);
            }
        }

        // Behind the verb, where options stand before any "--".
        int depth = HelpText.PathOf(verb).Split(' ').Length - 1;
        return new CompletedArguments([.. args.Take(depth), .. added, .. args.Skip(depth)], origins);
    }

    private static string VariableOf(string option) => Prefix + option[2..].ToUpperInvariant().Replace('-', '_');

    private static Option? Find(IEnumerable<Option> options, string key) => options.FirstOrDefault(option => option.Aliases.Prepend(option.Name).Contains($"--{key}", StringComparer.Ordinal));

    // A variable belongs to a surrounding that runs several verbs: it may be one that only another verb has.
    private Dictionary<Option, Source> Variables(Command verb, Option[] options)
    {
        Dictionary<Option, Source> found = [];
        foreach ((string name, string value) in Environment.Where(variable => variable.Key.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            string key = name[Prefix.Length..].ToLowerInvariant().Replace('_', '-');
            if (Find(options, key) is { } option)
            {
                if (value.Length > 0)
                {
                    found[option] = new Source([value], $"environment variable {name}");
                }
            }
            else if (Find(AllOptions(Root), key) is null)
            {
                throw new InvalidConfigurationException($"environment variable {name} is no option of {HelpText.PathOf(verb)}{NearestName.Hint(name, [.. options.Select(known => VariableOf(known.Name))])}");
            }
        }

        return found;
    }

    private static Dictionary<Option, Source> File(string path, Command verb, Option[] options)
    {
        Dictionary<Option, Source> found = [];
        foreach ((YamlNode key, YamlNode value) in ConfigurationFile.Entries(ConfigurationFile.Read(path), $"file {path}"))
        {
            string origin = $"file {path} line {key.Start.Line}";
            Option option = Find(options, key.ToString())
                ?? throw new InvalidConfigurationException($"{key} ({origin}) is no option of {HelpText.PathOf(verb)}{NearestName.Hint(key.ToString(), [.. options.Select(known => known.Name[2..])])}");
            if (ValuesOf(option, value, origin) is { Count: > 0 } values)
            {
                found[option] = new Source(values, origin);
            }
        }

        return found;
    }

    /// <summary>A list is as many options where the option may be repeated, else one with commas.</summary>
    private static IReadOnlyList<string> ValuesOf(Option option, YamlNode node, string origin) => node switch
    {
        YamlScalarNode scalar => ConfigurationFile.IsNull(scalar) ? [] : [scalar.Value!],
        YamlSequenceNode list when list.Children.All(item => item is YamlScalarNode) =>
            option.Arity.MaximumNumberOfValues > 1 ? [.. list.Children.Select(item => item.ToString())] : [string.Join(',', list.Children)],
        _ => throw new InvalidConfigurationException($"{option.Name[2..]} ({origin}) is neither a single value nor a list of them; allowed are those two."),
    };

    private static IEnumerable<Option> AllOptions(Command command) => command.Options.Concat(command.Subcommands.SelectMany(AllOptions));

    /// <param name="Values">As one would type them.</param>
    /// <param name="Origin">Where they stand.</param>
    private sealed record Source(IReadOnlyList<string> Values, string Origin);
}
