using System.Collections;
using System.CommandLine;
using System.CommandLine.Help;
using Emulator;
using Emulator.Cli;
using LoadGen.Live;

namespace LoadGen.Cli;

/// <summary>The root of the command line: all verbs, and how their failures become exit codes.</summary>
internal static class LoadGenCommand
{
    // "@" and bundled letters are nothing special here: an API key may begin with one.
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null, EnablePosixBundling = false };

    /// <summary>The root command with every verb.</summary>
    public static RootCommand Create()
    {
        RootCommand root = new("Open-loop load for LLM inference servers: schedules it, simulates it, fires it, reports it.") { HelpName = "loadgen" };
        root.Options.Clear();
        root.Add(new HelpOption("--help", "-h") { Description = "Shows this.", Recursive = true, Action = new HelpText() });
        root.Add(new VersionOption { Description = "Shows the version, and the vLLM version that is followed.", Action = new VersionText() });
        foreach (Command verb in new[] { CompareCommand.Create(), SimulateCommand.Create(), RunCommand.Create(), ReplayCommand.Create(), ScheduleCommand.Create(), WorkloadsCommand.Create(), SchedulerCommand.Create(), FidelityCommand.Create() })
        {
            root.Add(verb);
            foreach (Command leaf in verb.Subcommands.DefaultIfEmpty(verb).Where(leaf => leaf.Options.Count > 0))
            {
                leaf.Options.Insert(0, ArgumentSources.Config());
            }
        }

        return root;
    }

    /// <summary>Runs one command line.</summary>
    /// <param name="args">As the shell passes them.</param>
    /// <param name="output">Gets data.</param>
    /// <param name="error">Gets everything else.</param>
    /// <param name="environment">Variables that may hold options; null = those of the process.</param>
    /// <param name="cancellation">Interrupts the verb, which then writes what it has measured.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> args, TextWriter output, TextWriter error, IReadOnlyDictionary<string, string>? environment = null, CancellationToken cancellation = default)
    {
        RootCommand root = Create();
        CompletedArguments? given = null;
        try
        {
            given = new ArgumentSources(root, Parsing, environment ?? EnvironmentVariables()).Complete(args.Count == 0 ? ["--help"] : args);
            ParseResult parsed = root.Parse(given.Arguments, Parsing);
            if (parsed.Errors.Count > 0)
            {
                WrongUsage.Report(parsed, error);
                await HintAsync(string.Join('\n', parsed.Errors));
                return ExitCode.BadUsage;
            }

            if (WrongUsage.MissingValues(parsed) is { Count: > 0 } missing)
            {
                await error.WriteLineAsync(string.Join(error.NewLine, missing));
                return ExitCode.BadUsage;
            }

            // Signals are Interruption's business: what was measured may take longer to write than a parser would wait.
            InvocationConfiguration invocation = new() { Output = output, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
            return await parsed.InvokeAsync(invocation, cancellation);
        }
        catch (InvalidConfigurationException problem)
        {
            await error.WriteLineAsync(problem.Message);
            await HintAsync(problem.Message);
            return ExitCode.BadUsage;
        }
        catch (TargetUnreachableException problem)
        {
            await error.WriteLineAsync(problem.Message);
            return ExitCode.TargetLost;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await error.WriteLineAsync("interrupted before anything was measured");
            return ExitCode.Interrupted;
        }
        catch (OutputFailedException problem)
        {
            await error.WriteLineAsync(problem.Message);
            return ExitCode.OutputFailed;
        }

        async Task HintAsync(string problem)
        {
            foreach (string hint in given?.Hints(problem) ?? [])
            {
                await error.WriteLineAsync(hint);
            }
        }
    }

    private static Dictionary<string, string> EnvironmentVariables() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "");
}
