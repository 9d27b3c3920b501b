using BenchmarkDotNet.Attributes;
using Emulator.Configuration;
using Emulator.Engine;
using Tests;

namespace Benchmarks;

/// <summary>One decode step of the whole engine (intake, timeouts, plan, price, complete) under the virtual clock; time and allocation are per step.</summary>
[MemoryDiagnoser]
public class EngineStepBenchmark
{
    private const int Steps = 100_000;

    // More KV than the device has, so that every request decodes through a whole iteration.
    private static readonly Dictionary<string, string> Changes = new() { ["num-gpu-blocks-override"] = "220000" };

    private readonly EngineBlueprint _blueprint = EngineSetup.From(ServerOptions.FromPreset("llama3-8b-h100", Changes)).Blueprint;
    private EngineLoop _engine = null!;

    [Params(1, 32)]
    public int Running { get; set; }

    // An iteration moves the engine on, and KV is finite: each starts over.
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
