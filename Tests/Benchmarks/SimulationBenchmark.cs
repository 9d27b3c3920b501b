using BenchmarkDotNet.Attributes;
using Emulator.Configuration;
using LoadGen.Schedule;
using LoadGen.Simulation;
using LoadGen.Workloads;

namespace Benchmarks;

/// <summary>Five minutes of the study's heavy workload at its full rate: what drawing its schedule costs, and what each side of the comparison costs, on one thread.</summary>
[MemoryDiagnoser]
public class SimulationBenchmark
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(300);

    private readonly Workload _heavy = Workload.Load("heavy");
    private LoadSchedule _schedule = null!;
    private SimulationOptions _tp8 = null!;
    private SimulationOptions _single = null!;

    [GlobalSetup]
    public void Prepare()
    {
        _schedule = Draw_the_schedule();
        _tp8 = OptionsOf("seed-tp8");
        _single = OptionsOf("seed-single");
    }

    [Benchmark]
    public LoadSchedule Draw_the_schedule() => LoadSchedule.Generate(_heavy, seed: 1, Window, rateScale: 1);

    [Benchmark(Baseline = true)]
    public SimulationResult Simulate_tp8() => Simulator.Run(_schedule, _tp8);

    [Benchmark]
    public SimulationResult Simulate_single() => Simulator.Run(_schedule, _single);

    private static SimulationOptions OptionsOf(string preset) => new()
    {
        Blueprint = EngineSetup.From(ServerOptions.FromPreset(preset)).Blueprint,
        Window = Window,
    };
}
