using System.CommandLine;
using Emulator.Configuration.VllmFlags;

namespace Emulator.Cli;

/// <summary>A flag of vLLM that is no option of <c>serve</c>: known, so that it can be answered and eats what it should, and left out of help.</summary>
internal sealed class VllmOption : Option<string[]>
{
    /// <summary>The flag of <paramref name="row"/>, also as vLLM shortens it: <c>-pp</c>.</summary>
    public VllmOption(VllmFlag row)
        : base($"--{row.Name}", [.. row.ShortNames.Select(name => $"-{name}")])
    {
        Row = row;
        Hidden = true;
        AllowMultipleArgumentsPerToken = row.Arity == FlagArity.Several;
        Arity = row.Arity switch
        {
            FlagArity.Value => ArgumentArity.ExactlyOne,
            FlagArity.Several => ArgumentArity.OneOrMore,
            _ => ArgumentArity.ZeroOrOne,
        };

        // The library makes no list of one value where one is all that is allowed.
        CustomParser = result => [.. result.Tokens.Select(token => token.Value)];
    }

    /// <summary>What it asks for.</summary>
    public VllmFlag Row { get; }
}
