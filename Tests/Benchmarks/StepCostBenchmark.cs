using BenchmarkDotNet.Attributes;
using Emulator.CostModel;
using Emulator.Hardware;
using Emulator.Models;
using Emulator.Scheduling;

namespace Benchmarks;

/// <summary>What pricing one step costs the host, once its token count is known to the model.</summary>
[MemoryDiagnoser]
public class StepCostBenchmark
{
    private readonly PrefillChunk[] _chunks = [new(512, 1_024)];
    private StepCostModel _model = null!;
    private PrefillLimit _limit = null!;
    private StepTotals _decodes;
    private StepTotals _decodesAndChunk;

    [Params("Llama-3.1-70B", "Mixtral-8x7B", "gpt-oss-120b")]
    public string Model { get; set; } = "";

    [GlobalSetup]
    public void Price()
    {
        _model = new StepCostModel(GpuCatalogue.Find("H100"), ModelCatalogue.Find(Model), 8, default, 8_192, 512);
        _limit = new PrefillLimit(_model, TimeSpan.FromMilliseconds(25), 8_192);
        StepTotals totals = new() { Window = _model.AttentionWindow ?? 0 };
        totals.AddEqualDecodes(64, 131_072);
        _decodes = totals;
        totals.AddChunk(512, 1_024, finishes: true);
        _decodesAndChunk = totals;
    }

    [Benchmark(Baseline = true)]
    public double Decode_only() => _model.Step(_decodes, []).TotalMicroseconds;

    [Benchmark]
    public double Decode_with_one_prefill_chunk() => _model.Step(_decodesAndChunk, _chunks).TotalMicroseconds;

    /// <summary>Up to ten prices: what the budget policy target-step adds to a step that prefills.</summary>
    [Benchmark]
    public int Prefill_limit() => _limit.Beside(_decodes);

    [Benchmark]
    public double Floor() => _model.FloorMicroseconds(_decodes);
}
