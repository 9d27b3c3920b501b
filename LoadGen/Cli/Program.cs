namespace LoadGen.Cli;

internal static class Program
{
    private static Task<int> Main(string[] args) => LoadGenCommand.RunAsync(args, Console.Out, Console.Error);
}
