using Emulator.Cli;

namespace Tests.Fuzz;

internal static class Program
{
    private static Task<int> Main(string[] args)
    {
        StandardOutput.Install();
        return FuzzCommand.RunAsync(args, Console.Out, Console.Error);
    }
}
