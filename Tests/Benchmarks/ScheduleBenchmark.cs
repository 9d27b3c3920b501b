using BenchmarkDotNet.Attributes;
using Emulator.Scheduling;

namespace Benchmarks;

/// <summary>
/// The scheduler alone, without price or clock: as many requests decode as may run, so that those who wait stay outside. A step is
/// <see cref="Scheduler.Schedule()"/> and <see cref="Scheduler.Complete"/>, and both are measured.
/// </summary>
[MemoryDiagnoser]
[WarmupCount(25)]
public class ScheduleBenchmark
{
    private const int Steps = 20_000;

    private Scheduler _scheduler = null!;

    [Params(16, 64, 256, 1_024)]
    public int Running { get; set; }

    [Params(0, 1_000, 10_000)]
    public int Waiting { get; set; }

    // An iteration moves the scheduler on, and KV is finite: each starts over.
    [IterationSetup]
    public void Start() => _scheduler = Crowd.Decoding(Running, Waiting, Steps);

    [Benchmark(OperationsPerInvoke = Steps)]
    public long Decode_step() => Crowd.Step(_scheduler, Steps);
}
