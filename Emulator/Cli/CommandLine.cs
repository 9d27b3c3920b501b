using System.CommandLine;
using System.CommandLine.Help;

namespace Emulator.Cli;

/// <summary>From arguments to an exit code: data goes to standard output, all else to standard error.</summary>
internal static class CommandLine
{
    /// <summary>Runs the verb that <paramref name="args"/> name.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, TextWriter output, TextWriter error)
    {
        RootCommand root = Root();
        Command? aboutServer = args.Count == 0 ? null : root.Subcommands.FirstOrDefault(verb => verb.Name == args[0] && verb.Options.OfType<ServerFlag>().Any());
        if (aboutServer is not null && ValueFaults.Missing(args.Skip(1), aboutServer) is { Count: > 0 } valueless)
        {
            WrongUsage.Report(valueless, aboutServer, error);
            return ExitCode.BadUsage;
        }

        // "@" and bundled letters are nothing special here: an API key may begin with one.
        ParseResult result = root.Parse(aboutServer is not null ? VllmSpelling.Of(args) : args, new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });
        if (ValueFaults.Repeated(result) is { Count: > 0 } repeated)
        {
            WrongUsage.Report(repeated, result.CommandResult.Command, error);
            return ExitCode.BadUsage;
        }

        if (result.Errors.Count > 0 || WrongUsage.HasStrayOption(result))
        {
            WrongUsage.Report(result, error);
            return ExitCode.BadUsage;
        }

        if (WrongUsage.MissingValues(result) is { Count: > 0 } missing)
        {
            await error.WriteLineAsync(string.Join(error.NewLine, missing));
            return ExitCode.BadUsage;
        }

        // Signals are each verb's own business: a server drains for longer than a parser would wait.
        return await Invocation.RunAsync(result, new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
    }

    /// <summary>All verbs.</summary>
    public static RootCommand Root()
    {
        RootCommand root = new("An LLM inference server without a GPU: emulates what a request costs, step by step.") { HelpName = "emulator" };
        root.Options.Clear();
        root.Add(new HelpOption("--help", "-h") { Description = "Shows this.", Recursive = true, Action = new HelpText() });
        root.Add(new VersionOption { Description = "Shows the version, and the vLLM version that is followed.", Action = new VersionText() });
        root.Add(ServeCommand.Create());
        root.Add(PresetsCommand.Create());
        root.Add(HardwareCommand.Create());
        root.Add(ModelsCommand.Create());
        root.Add(CalibrateCommand.Create());
        root.Add(ExplainCommand.Create());
        root.Add(PlanCommand.Create());
        root.Add(PredictCommand.Create());
        root.Add(SchedulerCommand.Create());
        return root;
    }
}
