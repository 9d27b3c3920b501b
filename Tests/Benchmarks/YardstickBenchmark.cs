using BenchmarkDotNet.Attributes;
using Emulator.Configuration;
using LoadGen.Schedule;
using LoadGen.Simulation;

namespace Benchmarks;

/// <summary>
/// An hour of long prompts and short answers on eight replicas of an 8B model, the size of a public trace by which simulators are compared:
/// 23,608 requests of about 8,000 prompt and 200 output tokens. Lengths and times are drawn here, so that no file is needed.
/// </summary>
[MemoryDiagnoser]
public class YardstickBenchmark
{
    private const int Requests = 23_608;
    private const int Replicas = 8;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(60);

    private LoadSchedule _schedule = null!;
    private SimulationOptions _options = null!;

    [Params(16, 512)]
    public int BlockSize { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        Dictionary<string, string> changes = new() { ["block-size"] = $"{BlockSize}", ["enable-prefix-caching"] = "false" };
        _options = new SimulationOptions
        {
            Blueprint = EngineSetup.From(ServerOptions.FromPreset("llama3-8b-h100", changes)).Blueprint,
            Replicas = Replicas,
            Window = Window,
        };
        _schedule = Draw();
    }

    [Benchmark]
    public SimulationResult Simulate() => Simulator.Run(_schedule, _options);

    private static LoadSchedule Draw()
    {
        // Uniform points of the window, sorted, are a Poisson process of that many arrivals.
        Random random = new(1);
        long[] microseconds = [.. Enumerable.Range(0, Requests).Select(_ => random.NextInt64((long)Window.TotalMicroseconds)).Order()];
        return LoadSchedule.FromArrivals(
            microseconds.Select((at, i) =>
            {
                int outputTokens = random.Next(100, 301);
                return new Arrival
                {
                    Id = $"r{i}",
                    Conversation = $"r{i}",
                    At = TimeSpan.FromMicroseconds(at),
                    Profile = "trace",
                    PromptTokens = random.Next(4_000, 12_001),
                    OutputTokens = outputTokens,
                    MaxOutputTokens = outputTokens,
                };
            }),
            "yardstick");
    }
}
