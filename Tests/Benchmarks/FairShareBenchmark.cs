using BenchmarkDotNet.Attributes;
using Emulator.Scheduling;

namespace Benchmarks;

/// <summary>Fair share with few tenants and with many: 256 requests decode, 1,000 wait, and a step asks each time who is next.</summary>
[MemoryDiagnoser]
[WarmupCount(12)]
public class FairShareBenchmark
{
    private const int Steps = 5_000;

    private Scheduler _full = null!;
    private Scheduler _open = null!;
    private int _sent;

    [Params(4, 1_000)]
    public int Tenants { get; set; }

    [IterationSetup]
    public void Start()
    {
        _full = Crowd.OfTenants(Tenants, spare: 0, Steps);
        _open = Crowd.OfTenants(Tenants, spare: 1, Steps);
    }

    /// <summary>Nobody comes or goes.</summary>
    [Benchmark(OperationsPerInvoke = Steps)]
    public long Decode_step() => Crowd.Step(_full, Steps);

    /// <summary>One more comes in each step.</summary>
    [Benchmark(OperationsPerInvoke = Steps)]
    public long Step_with_an_arrival()
    {
        long tokens = 0;
        for (int step = 0; step < Steps; step++)
        {
            _open.Add(Crowd.Short(_sent++, Tenants));
            tokens += Crowd.Step(_open, 1);
        }

        return tokens;
    }
}
