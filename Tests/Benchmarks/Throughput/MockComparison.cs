using System.Diagnostics;
using System.Globalization;

namespace Benchmarks.Throughput;

/// <summary>
/// The emulator beside a public mock server from npm, <c>@dwmkerr/mock-llm</c>: 1,000 streams that each ask for a chunk every 10 ms, more than two cores can write, so that
/// both write as many as they can.
/// </summary>
internal static class MockComparison
{
    private const int Streams = 1_000;
    private const int Milliseconds = 10;
    private const int Chunks = 2_000;
    private const int Rounds = 3;
    private static readonly Uri s_mockAddress = new("http://127.0.0.1:6556");
    private static readonly TimeSpan s_spread = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(6);

    /// <summary>Measures and prints.</summary>
    /// <param name="folder">Where <c>npm install @dwmkerr/mock-llm</c> was run.</param>
    public static async Task RunAsync(string folder)
    {
        string main = Path.Combine(folder, "node_modules", "@dwmkerr", "mock-llm", "dist", "main.js");
        string config = Path.Combine(folder, "benchmark.yaml");
        await File.WriteAllTextAsync(config, ConfigurationOf(new string('x', 4 * Chunks)));
        Environment.SetEnvironmentVariable("HOST", s_mockAddress.Host);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Streams} streams that each ask for a chunk every {Milliseconds} ms, opened within {s_spread.TotalSeconds} s"));
        List<double> ratios = [];
        for (int round = 0; round < Rounds; round++)
        {
            double mock;
            using (ServerProcess server = await ServerProcess.StartForeignAsync("node", $"\"{main}\" --config \"{config}\"", s_mockAddress))
            {
                mock = await MeasureAsync("mock-llm", server);
            }

            using ServerProcess emulator = await Servers.EmulatorAsync(string.Create(CultureInfo.InvariantCulture, $"--latency ttft={Milliseconds}ms,itl={Milliseconds}ms --max-num-seqs {Streams} --max-num-batched-tokens 65536"));
            ratios.Add(await MeasureAsync("emulator", emulator) / mock);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  chunks/s, emulator / mock-llm: {Figures.Median(ratios):0.0} (rounds {string.Join(", ", ratios.Select(ratio => ratio.ToString("0.0", CultureInfo.InvariantCulture)))})"));
    }

    private static async Task<double> MeasureAsync(string name, ServerProcess server)
    {
        // What is compiled while it runs is compiled now.
        using (Load warmUp = await Load.StartAsync(server.Address, Answers.BodyOf(100), 100, 100))
        {
            await warmUp.ReachAsync(50);
        }

        await Task.Delay(1_000);
        using Load load = await Load.StartAsync(server.Address, Answers.BodyOf(Chunks), Streams, Chunks, s_spread);
        await load.ReachAsync(2);
        (long events, TimeSpan cpu, long began) = (load.Events, server.Cpu, Stopwatch.GetTimestamp());
        await Task.Delay(s_window);
        double perSecond = (load.Events - events) / Stopwatch.GetElapsedTime(began).TotalSeconds;
        double cores = (server.Cpu - cpu) / Stopwatch.GetElapsedTime(began);
        double[] first = [.. load.Streams.Select(stream => Stopwatch.GetElapsedTime(stream.SentAt, stream.FirstEventAt).TotalMilliseconds)];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name,-9} {perSecond:0} chunks/s with {cores:0.00} cores; TTFT p50 {Figures.Percentile(first, 0.5):0.0}, p99 {Figures.Percentile(first, 0.99):0.0} ms"));
        return perSecond;
    }

    private static string ConfigurationOf(string content) => $$$"""
        streaming:
          chunkSize: 4
          chunkIntervalMs: {{{Milliseconds}}}
        rules:
          - path: "/v1/chat/completions"
            match: "@"
            response:
              status: 200
              content: |
                {"id":"chatcmpl-1","object":"chat.completion","created":0,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"{{{content}}}"},"finish_reason":"stop"}]}

        """;
}
