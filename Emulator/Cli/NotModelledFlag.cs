using System.CommandLine;
using Emulator.Configuration;

namespace Emulator.Cli;

/// <summary>The flag of an option of vLLM that is not modelled: known, so that its value can be answered, and left out of help.</summary>
internal sealed class NotModelledFlag : Option<string>
{
    /// <summary>The flag of <paramref name="row"/>, also as vLLM shortens it: <c>-pp</c>.</summary>
    public NotModelledFlag(NotModelled row)
        : base($"--{row.Name}", [.. row.Aliases.Select(alias => $"-{alias}")])
    {
        Row = row;
        Hidden = true;
        Arity = row.IsSwitch ? ArgumentArity.ZeroOrOne : ArgumentArity.ExactlyOne;
    }

    /// <summary>What it asks for.</summary>
    public NotModelled Row { get; }
}
