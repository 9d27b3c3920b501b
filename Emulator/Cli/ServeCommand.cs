using System.CommandLine;
using Emulator.Configuration;

namespace Emulator.Cli;

/// <summary><c>serve</c>: starts the server.</summary>
internal static class ServeCommand
{
    private static readonly Lazy<ServerOptions> s_defaults = new(() => ServerOptions.FromPreset(ServerOptions.DefaultPreset));

    /// <summary>The values of a server that is given none: those of the default preset.</summary>
    public static ServerOptions Defaults => s_defaults.Value;

    public static Command Create()
    {
        Verb serve = new(
            "serve",
            "Starts the server.",
            "emulator serve meta-llama/Llama-3.1-8B-Instruct --tensor-parallel-size 2 --time-scale 0.1 --port 8000")
        {
            Remarks = $"{ServerFlags.Remarks} A `vllm serve` command line works as it stands; docs/reference/vllm-serve.md says what each of its flags does here.",
        };
        ServerFlags flags = new();
        Option<bool> printConfig = new("--print-config") { Description = "Prints every option's value and where it came from, as YAML that --config reads, and ends.", Arity = ArgumentArity.Zero };
        flags.AddModelTo(serve);
        flags.AddConfigTo(serve);
        serve.Add(printConfig);
        flags.AddOptionsTo(serve);
        serve.SetAction(async (result, cancellation) =>
        {
            ReplicaList list = flags.ReadReplicas(result);
            if (list.Common.HarmlessNote is { } note)
            {
                await result.InvocationConfiguration.Error.WriteLineAsync(note);
            }

            if (result.GetValue(printConfig))
            {
                await result.InvocationConfiguration.Output.WriteAsync(list.ToYaml());
                return ExitCode.Done;
            }

            return await ServeRun.RunAsync(list, result.InvocationConfiguration.Output, result.InvocationConfiguration.Error, cancellation);
        });
        return serve;
    }
}
