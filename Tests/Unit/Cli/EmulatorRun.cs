using System.Globalization;
using Emulator.Cli;

namespace Tests.Unit.Cli;

/// <summary>One call of the emulator's command line, in this process.</summary>
internal static class EmulatorRun
{
    public static async Task<(int ExitCode, string Output, string Error)> Of(params string[] arguments)
    {
        using StringWriter output = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        using StringWriter error = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        int exitCode = await CommandLine.RunAsync(arguments, output, error);
        return (exitCode, output.ToString(), error.ToString());
    }

    public static Task<(int ExitCode, string Output, string Error)> OfLine(string line) => Of(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
