using Emulator.Cli;

namespace Tests.Simulation;

internal static class Program
{
    private static Task<int> Main(string[] args)
    {
        StandardOutput.Install();
        return SimulationCommand.RunAsync(args, Console.Out, Console.Error);
    }
}
