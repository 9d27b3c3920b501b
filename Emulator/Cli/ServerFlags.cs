using System.Collections;
using System.CommandLine;
using System.CommandLine.Parsing;
using Emulator.Configuration;
using Emulator.Configuration.VllmFlags;

namespace Emulator.Cli;

/// <summary>The options of <c>serve</c> as flags of a verb, and <c>--config</c> beside them: every verb that is about a server reads them alike.</summary>
internal sealed class ServerFlags
{
    /// <summary>What a verb with these flags tells its user about them.</summary>
    public const string Remarks = "An option's value comes from its flag, else from its environment variable (EMULATOR__MAX_NUM_SEQS), else from --config, "
        + "else from --preset; [in brackets] is what it is if none is given. Numbers take units: 64k, 1GiB, 500ms, 2s.";

    private readonly Option<string> _config = new("--config") { HelpName = "FILE", Description = "A YAML or JSON file of options, with their names as keys. [none]" };
    private readonly Argument<string> _model = new("MODEL")
    {
        Description = "The model, as in `vllm serve MODEL`: what --model takes.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly ServerOption[] _rows;

    /// <summary>The flags of the options of some groups, not yet part of a verb.</summary>
    /// <param name="groups">What the verb is about; every option if there are none.</param>
    public ServerFlags(params OptionGroup[] groups) =>
        _rows = [.. ServerOptionTable.All.Where(row => groups.Length == 0 || groups.Contains(row.Group))];

    /// <summary>Adds <c>--config</c> to <paramref name="verb"/>.</summary>
    public void AddConfigTo(Verb verb) => verb.Add(_config);

    /// <summary>Adds the model as an argument of its own.</summary>
    public void AddModelTo(Verb verb) => verb.Add(_model);

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

        foreach (VllmOption flag in ForeignFlags.Select(row => new VllmOption(row)))
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

    /// <summary>The servers of one process, from all their sources.</summary>
    /// <exception cref="InvalidConfigurationException">All that is wrong, a sentence a line.</exception>
    public ReplicaList ReadReplicas(ParseResult result) => ServerOptions.ParseReplicas(Given(result), Environment(), result.GetValue(_config));

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
                    : ValueOf(given, row.IsList);
            }
            else if (isNegated)
            {
                flags[row.Name] = "false";
            }
        }

        foreach (VllmFlag row in ForeignFlags)
        {
            if (result.GetResult($"--{row.Name}") is OptionResult { Implicit: false } given)
            {
                flags[row.Name] = ValueOf(given, isList: false);
            }
        }

        if (result.GetResult(_model) is { Tokens: [{ Value: var model }] } && !flags.TryAdd("model", model) && flags["model"] != model)
        {
            throw new InvalidConfigurationException($"MODEL is '{model}', but --model is '{flags["model"]}'; allowed is one of the two.");
        }

        return flags;
    }

    private static IEnumerable<VllmFlag> ForeignFlags => VllmFlagTable.All.Where(flag => flag.Treatment != FlagTreatment.Modelled);

    private static string ValueOf(OptionResult given, bool isList) => given.Tokens switch
    {
        [] => "true",
        [{ Value: var only }] => only,
        var several when isList => new TextList(several.Select(token => token.Value)).ToString(),
        var several => string.Join(' ', several.Select(token => token.Value)),
    };

    private static Option<bool> Negation(string name) => new($"--no-{name}") { Hidden = true, Arity = ArgumentArity.Zero };

    private static Dictionary<string, string> Environment() =>
        System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "");
}
