using System.CommandLine;
using System.CommandLine.Invocation;
using Emulator;
using Emulator.Cli;
using LoadGen.Live;

namespace LoadGen.Cli;

/// <summary>The root of the command line: all verbs, and how their failures become exit codes.</summary>
internal static class LoadGenCommand
{
    /// <summary>The root command with every verb.</summary>
    public static RootCommand Create() => new("Open-loop load for LLM inference servers: schedules it, simulates it, fires it, reports it.")
    {
        CompareCommand.Create(),
        SimulateCommand.Create(),
        RunCommand.Create(),
        ReplayCommand.Create(),
        ScheduleCommand.Create(),
        WorkloadsCommand.Create(),
    };

    /// <summary>Runs one command line.</summary>
    /// <param name="args">As the shell passes them.</param>
    /// <param name="output">Gets data.</param>
    /// <param name="error">Gets everything else.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        ParseResult parsed = Create().Parse(args.Length == 0 ? ["--help"] : args);
        if (parsed.Action is ParseErrorAction)
        {
            await error.WriteLineAsync(Problem(parsed));
            return ExitCode.BadUsage;
        }

        InvocationConfiguration configuration = new() { Output = output, Error = error, EnableDefaultExceptionHandler = false };
        try
        {
            return await parsed.InvokeAsync(configuration);
        }
        catch (InvalidConfigurationException problem)
        {
            await error.WriteLineAsync(problem.Message);
            return ExitCode.BadUsage;
        }
        catch (TargetUnreachableException problem)
        {
            await error.WriteLineAsync(problem.Message);
            return ExitCode.TargetLost;
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync("Interrupted before anything was measured.");
            return ExitCode.Interrupted;
        }
        catch (OutputFailedException problem)
        {
            await error.WriteLineAsync(problem.Message);
            return ExitCode.OutputFailed;
        }
    }

    // One sentence for the first thing that is wrong, on standard error; the library would print suggestions to standard output and the whole help behind them.
    private static string Problem(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        string name = command is RootCommand ? "loadgen" : command.Name;
        string[] verbs = [.. command.Subcommands.Select(verb => verb.Name)];
        if (parsed.UnmatchedTokens.Count == 0)
        {
            return verbs.Length > 0 ? $"'{name}' needs a verb; allowed are {string.Join(", ", verbs)}." : parsed.Errors[0].Message;
        }

        string wrong = parsed.UnmatchedTokens[0];
        bool isOption = wrong.StartsWith('-');
        string[] allowed = isOption ? [.. command.Options.Select(option => option.Name)] : verbs;
        return allowed.Length == 0
            ? $"'{wrong}' is one argument too many for '{name}'."
            : $"unknown {(isOption ? "option" : "verb")} '{wrong}' of '{name}'{NearestName.HintOrAllowed(wrong, allowed)}";
    }
}
