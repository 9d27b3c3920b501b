using BenchmarkDotNet.Attributes;
using Emulator.Scheduling;

namespace Benchmarks;

/// <summary>
/// Requests with one prompt of whole blocks come in waves. Each computes its last block again, into a block with the hash that the last blocks of all others
/// have: one hash with as many blocks as there are requests at once, each of which comes and goes.
/// </summary>
[MemoryDiagnoser]
[WarmupCount(12)]
public class IdenticalPromptBenchmark
{
    private const int Requests = 1 << 14;

    private Scheduler _scheduler = null!;

    [Params(1, 64, 1_024, 4_096)]
    public int AtOnce { get; set; }

    [IterationSetup]
    public void Start()
    {
        _scheduler = Crowd.OfOnePrompt(AtOnce);
        Wave();
        Wave();
    }

    /// <summary>All that one request costs the scheduler from its add to its end.</summary>
    [Benchmark(OperationsPerInvoke = Requests)]
    public int Request_with_the_prompt_of_all_others()
    {
        int cached = 0;
        for (int done = 0; done < Requests; done += AtOnce)
        {
            cached += Wave();
        }

        return cached;
    }

    private int Wave()
    {
        for (int i = 0; i < AtOnce; i++)
        {
            _scheduler.Add(Crowd.Request("same", "same", Crowd.SharedPrompt, output: 1));
        }

        int cached = 0;
        StepPlan plan = _scheduler.Schedule();
        foreach (ref readonly StepShare share in plan.Admissions)
        {
            cached += share.Cached;
        }

        _scheduler.Complete(plan);
        return plan.Finished.Count == AtOnce ? cached : throw new InvalidOperationException($"{plan.Finished.Count} of {AtOnce} ended");
    }
}
