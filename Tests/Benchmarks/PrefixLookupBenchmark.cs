using BenchmarkDotNet.Attributes;
using Emulator.Scheduling;

namespace Benchmarks;

/// <summary>Prompts of 12,000 tokens whose prefix is cached, in blocks of 16.</summary>
[MemoryDiagnoser]
[WarmupCount(12)]
public class PrefixLookupBenchmark
{
    private const int Tokens = 12_000;
    private const int Steps = 3_000;

    private Scheduler _cached = null!;
    private Scheduler _blocked = null!;

    [IterationSetup]
    public void Start()
    {
        _cached = Crowd.WithCachedPrompt(Tokens);
        _blocked = Crowd.BesideABlockedPrompt(Tokens, Steps);
    }

    /// <summary>All that one such request costs the scheduler from its add to its end: hashing, lookup, admission, a step, release.</summary>
    [Benchmark(OperationsPerInvoke = Steps)]
    public int Request_with_a_cached_prompt()
    {
        int cached = 0;
        for (int i = 0; i < Steps; i++)
        {
            _cached.Add(Crowd.Request("again", "cached", Tokens, output: 1));
            StepPlan plan = _cached.Schedule();
            cached += plan.Admissions[0].Cached;
            _cached.Complete(plan);
        }

        return cached == Steps * (Tokens - 16) ? cached : throw new InvalidOperationException($"{cached / Steps} tokens were cached");
    }

    /// <summary>A step of 256 decodes while such a request stands in front and waits for blocks.</summary>
    [Benchmark(OperationsPerInvoke = Steps)]
    public long Decode_step_beside_a_blocked_prompt() => Crowd.Step(_blocked, Steps);
}
