using System.Collections;
using System.CommandLine;
using System.CommandLine.Parsing;
using Emulator.Configuration;

namespace Emulator.Cli;

/// <summary>The options of <c>serve</c> as flags of a verb, and <c>--config</c> beside them: every verb that is about a server reads them alike.</summary>
internal sealed class ServerFlags
{
    /// <summary>What a verb with these flags tells its user about them.</summary>
    public const string Remarks = "An option's value comes from its flag, else from its environment variable (EMULATOR__MAX_NUM_SEQS), else from --config, "
        + "else from --preset; [in brackets] is what it is if none is given. Numbers take units: 64k, 1GiB, 500ms, 2s.";

    private readonly Option<string> _config = new("--config") { HelpName = "FILE", Description = "A YAML or JSON file of options, with their names as keys. [none]" };
    private readonly ServerOption[] _rows;

    /// <summary>The flags of the options of some groups, not yet part of a verb.</summary>
    /// <param name="groups">What the verb is about; every option if there are none.</param>
    public ServerFlags(params OptionGroup[] groups) =>
        _rows = [.. ServerOptionTable.All.Where(row => groups.Length == 0 || groups.Contains(row.Group))];

    /// <summary>Adds <c>--config</c> to <paramref name="verb"/>.</summary>
    public void AddConfigTo(Verb verb) => verb.Add(_config);

    /// <summary>Adds the options to <paramref name="verb"/>.</summary>
    public void AddOptionsTo(Verb verb)
    {
        foreach (ServerOption row in _rows)
        {
            ServerFlag flag = new(row);
            verb.Add(flag.Heading, flag);
            if (row.IsSwitch)
            {
                verb.Add(Negation(row.Name));
            }
        }

        foreach (NotModelledFlag flag in NotModelled.All.Select(row => new NotModelledFlag(row)))
        {
            verb.Add(flag);
            if (flag.Row.IsSwitch)
            {
                verb.Add(Negation(flag.Row.Name));
            }
        }
    }

    /// <summary>The options from all their sources.</summary>
    /// <exception cref="InvalidConfigurationException">All that is wrong, a sentence a line.</exception>
    public EffectiveConfiguration Read(ParseResult result) => ServerOptions.Parse(Given(result), Environment(), result.GetValue(_config));

    /// <summary>What the command line itself says: values by the options' names.</summary>
    public IReadOnlyDictionary<string, string> OnCommandLine(ParseResult result) => Given(result);

    private Dictionary<string, string> Given(ParseResult result)
    {
        Dictionary<string, string> flags = [];
        foreach (ServerOption row in _rows)
        {
            bool isNegated = row.IsSwitch && result.GetResult($"--no-{row.Name}") is OptionResult { Implicit: false };
            if (result.GetResult($"--{row.Name}") is OptionResult { Implicit: false } given)
            {
                flags[row.Name] = isNegated
                    ? throw new InvalidConfigurationException($"--{row.Name} and --no-{row.Name} are both given; allowed is one of them.")
                    : given.Tokens.SingleOrDefault()?.Value ?? "true";
            }
            else if (isNegated)
            {
                flags[row.Name] = "false";
            }
        }

        foreach (NotModelled row in NotModelled.All)
        {
            if (result.GetResult($"--{row.Name}") is OptionResult { Implicit: false } given)
            {
                flags[row.Name] = given.Tokens.SingleOrDefault()?.Value ?? "true";
            }
        }

        return flags;
    }

    private static Option<bool> Negation(string name) => new($"--no-{name}") { Hidden = true, Arity = ArgumentArity.Zero };

    private static Dictionary<string, string> Environment() =>
        System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "");
}
