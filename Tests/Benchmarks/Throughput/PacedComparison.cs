using System.Globalization;

namespace Benchmarks.Throughput;

/// <summary>Processor time a token, and how late tokens come, of the emulator and of the bare endpoint, one after the other in each round.</summary>
internal static class PacedComparison
{
    private const int Rounds = 5;
    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(6);

    /// <summary>Measures and prints.</summary>
    /// <param name="streams">Answers at once.</param>
    /// <param name="milliseconds">Between tokens of each.</param>
    public static async Task RunAsync(int streams, int milliseconds)
    {
        int tokens = (int)((s_window.TotalMilliseconds / milliseconds * 1.2) + 30);
        string body = Answers.BodyOf(tokens);
        using ServerProcess emulator = await Servers.EmulatorAsync(string.Create(CultureInfo.InvariantCulture, $"--latency ttft={milliseconds}ms,itl={milliseconds}ms --max-num-seqs {streams} --max-num-batched-tokens 65536"));
        using ServerProcess bare = await Servers.BareAsync(tokens, milliseconds);
        List<Round> ours = [];
        List<Round> yardstick = [];
        for (int round = -1; round < Rounds; round++)
        {
            Round one = await MeasureAsync(emulator, body, streams, milliseconds, tokens);
            Round other = await MeasureAsync(bare, body, streams, milliseconds, tokens);
            if (round >= 0)
            {
                ours.Add(one);
                yardstick.Add(other);
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"paced, {streams} streams, a token each {milliseconds} ms: {streams * 1_000.0 / milliseconds:0} tokens/s"));
        Print("emulator", ours);
        Print("bare endpoint", yardstick);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  processor time a token, emulator / bare: {Figures.Median(ours.Zip(yardstick, (a, b) => a.CpuMicroseconds / b.CpuMicroseconds)):0.00} (rounds {string.Join(", ", ours.Zip(yardstick, (a, b) => (a.CpuMicroseconds / b.CpuMicroseconds).ToString("0.00", CultureInfo.InvariantCulture)))})"));
    }

    private static void Print(string name, List<Round> rounds) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"  {name,-14} {Figures.Median(rounds.Select(round => round.CpuMicroseconds)):0.0} us of processor time a token; lateness p50 {Figures.Median(rounds.Select(round => round.LateP50)):0.00}, p99 {Figures.Median(rounds.Select(round => round.LateP99)):0.00} ms (best round {rounds.Min(round => round.LateP99):0.00}); {Figures.Median(rounds.Select(round => round.Merged)):0.0%} of tokens merged into another's event"));

    private static async Task<Round> MeasureAsync(ServerProcess server, string body, int streams, int milliseconds, int tokens)
    {
        using Load load = await Load.StartAsync(server.Address, body, streams, tokens);
        await load.ReachAsync(8);
        (TimeSpan cpu, long events) = (server.Cpu, load.Events);
        await Task.Delay(s_window);
        (TimeSpan used, long came) = (server.Cpu - cpu, load.Events - events);
        await load.EndAsync();

        // An event for the role, one for each token, one for the end.
        double[] late = [.. load.Lateness(TimeSpan.FromMilliseconds(milliseconds), skipped: 8)];
        bool isWhole = load.Streams.All(stream => stream.Events == tokens + 2);
        return new Round(used.TotalMicroseconds / came, Figures.Percentile(late, 0.5), Figures.Percentile(late, 0.99), isWhole ? 0 : 1 - (load.Events / (double)(streams * (tokens + 2))));
    }

    private readonly record struct Round(double CpuMicroseconds, double LateP50, double LateP99, double Merged);
}
