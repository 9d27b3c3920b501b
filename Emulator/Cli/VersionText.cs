using System.CommandLine;
using System.CommandLine.Invocation;

namespace Emulator.Cli;

/// <summary>What <c>--version</c> prints. The same for all tools.</summary>
public sealed class VersionText : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        ArgumentNullException.ThrowIfNull(parseResult);
        parseResult.InvocationConfiguration.Output.WriteLine($"{HelpText.PathOf(parseResult.RootCommandResult.Command)} {ProductVersion.Own} (follows vLLM {ProductVersion.Vllm})");
        return ExitCode.Done;
    }
}
