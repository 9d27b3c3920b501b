using System.Collections;
using System.CommandLine;
using System.CommandLine.Parsing;
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
            Remarks = "An option's value comes from its flag, else from its environment variable (EMULATOR__MAX_NUM_SEQS), else from --config, "
                + "else from --preset; [in brackets] is what it is if none is given. Numbers take units: 64k, 1GiB, 500ms, 2s.",
        };
        Option<string> config = new("--config") { HelpName = "FILE", Description = "A YAML or JSON file of options, with their names as keys. [none]" };
        Option<bool> printConfig = new("--print-config") { Description = "Prints every option's value and where it came from, as YAML that --config reads, and ends.", Arity = ArgumentArity.Zero };
        serve.Add(config);
        serve.Add(printConfig);
        foreach (ServerOption row in ServerOptionTable.All)
        {
            ServerFlag flag = new(row);
            serve.Add(flag.Heading, flag);
            if (row.IsSwitch)
            {
                serve.Add(new Option<bool>($"--no-{row.Name}") { Hidden = true, Arity = ArgumentArity.Zero });
            }
        }

        foreach (NotModelledFlag flag in NotModelled.All.Select(row => new NotModelledFlag(row)))
        {
            serve.Add(flag);
            if (flag.Row.IsSwitch)
            {
                serve.Add(new Option<bool>($"--no-{flag.Row.Name}") { Hidden = true, Arity = ArgumentArity.Zero });
            }
        }

        serve.SetAction(async (result, cancellation) =>
        {
            EffectiveConfiguration configuration = ServerOptions.Parse(Flags(result), Environment(), result.GetValue(config));
            if (result.GetValue(printConfig))
            {
                await result.InvocationConfiguration.Output.WriteAsync(configuration.ToYaml());
                return ExitCode.Done;
            }

            return await ServeRun.RunAsync(configuration, result.InvocationConfiguration.Output, result.InvocationConfiguration.Error, cancellation);
        });
        return serve;
    }

    private static Dictionary<string, string> Flags(ParseResult result)
    {
        Dictionary<string, string> flags = [];
        foreach (ServerOption row in ServerOptionTable.All)
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

    private static Dictionary<string, string> Environment() =>
        System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "");
}
