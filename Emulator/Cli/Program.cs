using Telemetry;

namespace Emulator.Cli;

internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        StandardOutput.Install();
        using TelemetrySession? telemetry = TelemetrySession.Start("emulator", ProductVersion.Own, Console.Error.WriteLine);
        return await CommandLine.RunAsync(args, Console.Out, Console.Error);
    }
}
