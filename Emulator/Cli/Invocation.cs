using System.CommandLine;

namespace Emulator.Cli;

/// <summary>Runs what a command line asks for; what a user can mend becomes a sentence and an exit code.</summary>
internal static class Invocation
{
    /// <summary>Runs the one command of a program.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(RootCommand root, IReadOnlyList<string> args, TextWriter output, TextWriter error)
    {
        ParseResult parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            WrongUsage.Report(parsed, error);
            return ExitCode.BadUsage;
        }

        return await RunAsync(parsed, new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
    }

    /// <summary>Runs a command line that was parsed without errors.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(ParseResult parsed, InvocationConfiguration invocation)
    {
        try
        {
            return await parsed.InvokeAsync(invocation);
        }
        catch (InvalidConfigurationException problem)
        {
            await invocation.Error.WriteLineAsync(problem.Message);
            return ExitCode.BadUsage;
        }
        catch (OutputFailedException problem)
        {
            await invocation.Error.WriteLineAsync(problem.Message);
            return ExitCode.OutputFailed;
        }
    }
}
