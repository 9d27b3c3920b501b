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
            "emulator serve --preset seed-tp8 --time-scale 0.1 --grpc-port 50051")
        {
            Remarks = ServerFlags.Remarks,
        };
        ServerFlags flags = new();
        Option<bool> printConfig = new("--print-config") { Description = "Prints every option's value and where it came from, as YAML that --config reads, and ends.", Arity = ArgumentArity.Zero };
        flags.AddConfigTo(serve);
        serve.Add(printConfig);
        flags.AddOptionsTo(serve);
        serve.SetAction(async (result, cancellation) =>
        {
            EffectiveConfiguration configuration = flags.Read(result);
            if (result.GetValue(printConfig))
            {
                await result.InvocationConfiguration.Output.WriteAsync(configuration.ToYaml());
                return ExitCode.Done;
            }

            return await ServeRun.RunAsync(configuration, result.InvocationConfiguration.Output, result.InvocationConfiguration.Error, cancellation);
        });
        return serve;
    }
}
