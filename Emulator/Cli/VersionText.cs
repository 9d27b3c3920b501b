using System.CommandLine;
using System.CommandLine.Invocation;

namespace Emulator.Cli;

/// <summary>What <c>--version</c> prints.</summary>
internal sealed class VersionText : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine($"emulator {ProductVersion.Own} (follows vLLM {ProductVersion.Vllm})");
        return ExitCode.Done;
    }
}
