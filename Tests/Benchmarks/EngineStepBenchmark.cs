using BenchmarkDotNet.Attributes;
using Emulator.Configuration;
using Emulator.Engine;
using Tests;

namespace Benchmarks;

/// <summary>One decode step of the whole engine (intake, timeouts, plan, price, complete) under the virtual clock; time and allocation are per step.</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class EngineStepBenchmark
{
    private const int Steps = 12_000;

    private readonly EngineBlueprint _blueprint = EngineSetup.From(ServerOptions.FromPreset("llama3-8b-h100")).Blueprint;
    private EngineLoop _engine = null!;

    [Params(1, 32)]
    public int Running { get; set; }

    // The benchmark's invocation moves the engine on, and KV is finite: every iteration starts over.
    [IterationSetup]
    public void Start() => _engine = new DecodingEngine(_blueprint, Running).Prefilled().Loop;

    [Benchmark(OperationsPerInvoke = Steps)]
    public long Decode_step()
    {
        for (int step = 0; step < Steps; step++)
        {
            _engine.RunStep(default);
        }

        return _engine.Counters.SampledTokens;
    }
}
