using Emulator;
using Emulator.Cli;
using Telemetry;

namespace LoadGen.Cli;

internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        StandardOutput.Install();
        using TelemetrySession? telemetry = TelemetrySession.Start("loadgen", ProductVersion.Own, Console.Error.WriteLine);
        using Interruption interruption = new(Console.Error);
        return await LoadGenCommand.RunAsync(args, Console.Out, Console.Error, cancellation: interruption.Token);
    }
}
