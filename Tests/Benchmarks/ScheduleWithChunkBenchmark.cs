using BenchmarkDotNet.Attributes;
using Emulator.Scheduling;

namespace Benchmarks;

/// <summary>255 requests decode with prefix caching, a prompt of millions of tokens takes its chunk in every step, and 1,000 requests wait.</summary>
[MemoryDiagnoser]
[WarmupCount(12)]
public class ScheduleWithChunkBenchmark
{
    private const int Steps = 10_000;
    private const int ChunkTokens = 256;

    private Scheduler _scheduler = null!;

    [Params("fcfs", "priority", "edf", "fair")]
    public string Policy { get; set; } = "fcfs";

    [IterationSetup]
    public void Start() => _scheduler = Crowd.BesideABook(Policy, ChunkTokens, Steps);

    [Benchmark(OperationsPerInvoke = Steps)]
    public long Decode_step_with_a_chunk() => Crowd.Step(_scheduler, Steps);
}
