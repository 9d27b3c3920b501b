using System.CommandLine;
using Emulator.Configuration;
using Emulator.Configuration.VllmFlags;

namespace Emulator.Cli;

/// <summary>The flag of one option of <c>serve</c>: its value is text, which the option's row reads.</summary>
internal sealed class ServerFlag : Option<string[]>
{
    /// <summary>The flag of <paramref name="row"/>.</summary>
    public ServerFlag(ServerOption row)
        : base($"--{row.Name}", [.. row.Aliases.Select(alias => $"--{alias}"), .. ShortNamesOf(row)])
    {
        Row = row;
        AllowMultipleArgumentsPerToken = row.IsList;
        Arity = row.IsSwitch ? ArgumentArity.ZeroOrOne : row.IsList ? ArgumentArity.OneOrMore : ArgumentArity.ExactlyOne;

        // The library makes no list of one value where one is all that is allowed.
        CustomParser = result => [.. result.Tokens.Select(token => token.Value)];
    }

    /// <summary>What it sets.</summary>
    public ServerOption Row { get; }

    /// <summary>Where help shows it.</summary>
    public string Heading => Row.Group switch
    {
        OptionGroup.Machine => "What is emulated",
        OptionGroup.Planning => "Scheduler and KV cache",
        OptionGroup.Clock => "Time and chance",
        OptionGroup.Endpoints => "Endpoints and clients",
        OptionGroup.Recording => "What a run leaves behind",
        _ => "Options",
    };

    private static IEnumerable<string> ShortNamesOf(ServerOption row) => (VllmFlagTable.Find(row.Name)?.ShortNames ?? []).Select(name => $"-{name}");
}
