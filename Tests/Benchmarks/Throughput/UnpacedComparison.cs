using System.Diagnostics;
using System.Globalization;

namespace Benchmarks.Throughput;

/// <summary>Tokens a second where nobody waits.</summary>
internal static class UnpacedComparison
{
    private const int Streams = 64;
    private const int Tokens = 1_000;
    private const int Rounds = 5;

    /// <summary>Measures and prints.</summary>
    public static async Task RunAsync()
    {
        string body = Answers.BodyOf(Tokens);
        using ServerProcess emulator = await Servers.EmulatorAsync("--time-scale 0");
        using ServerProcess bare = await Servers.BareAsync(Tokens, milliseconds: 0);
        List<(double Tokens, double Events, double Cpu)> ours = [];
        List<(double Tokens, double Events, double Cpu)> yardstick = [];
        for (int round = -1; round < Rounds; round++)
        {
            (double, double, double) one = await MeasureAsync(emulator, body);
            (double, double, double) other = await MeasureAsync(bare, body);
            if (round >= 0)
            {
                ours.Add(one);
                yardstick.Add(other);
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"unpaced, {Streams} streams of {Tokens} tokens"));
        Print("emulator", ours);
        Print("bare endpoint", yardstick);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  emulator / bare: tokens/s {Figures.Median(ours.Zip(yardstick, (a, b) => a.Tokens / b.Tokens)):0.00}, events/s {Figures.Median(ours.Zip(yardstick, (a, b) => a.Events / b.Events)):0.00}"));
    }

    private static void Print(string name, List<(double Tokens, double Events, double Cpu)> rounds) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"  {name,-14} {Figures.Median(rounds.Select(round => round.Tokens)):0} tokens/s in {Figures.Median(rounds.Select(round => round.Events)):0} events/s, {Figures.Median(rounds.Select(round => round.Cpu)):0.0} us of processor time an event"));

    private static async Task<(double Tokens, double Events, double Cpu)> MeasureAsync(ServerProcess server, string body)
    {
        TimeSpan cpu = server.Cpu;
        long began = Stopwatch.GetTimestamp();
        using Load load = await Load.StartAsync(server.Address, body, Streams, Tokens);
        await load.EndAsync();
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return (Streams * Tokens / seconds, load.Events / seconds, (server.Cpu - cpu).TotalMicroseconds / load.Events);
    }
}
