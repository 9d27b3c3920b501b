using Emulator.CostModel;
using Emulator.Hardware;
using Emulator.Models;
using Emulator.Scheduling;

namespace Tests.Unit.CostModel;

/// <summary>A deployment and one step on it, in the words of the tests.</summary>
internal sealed class PricedStep(string gpu, string model, int tensorParallelSize, string dtype = "bf16", string kvCacheDtype = "auto")
{
    private readonly List<PrefillChunk> _chunks = [];
    private StepTotals _totals = new() { Window = ModelCatalogue.Find(model).SlidingWindow ?? 0 };

    public StepCostModel Model { get; } =
        new(GpuCatalogue.Find(gpu), ModelCatalogue.Find(model), tensorParallelSize, Precision.Parse(dtype, kvCacheDtype), 8_192, 512);

    public StepCost Cost => Model.Step(_totals, _chunks.ToArray());

    public double Microseconds => Cost.TotalMicroseconds;

    public double FloorMicroseconds => Model.FloorMicroseconds(_totals);

    public StepTotals Totals => _totals;

    public PrefillChunk[] Chunks => [.. _chunks];

    public PricedStep Decodes(int sequences, long contextInAll)
    {
        _totals.AddEqualDecodes(sequences, contextInAll);
        return this;
    }

    public PricedStep Chunk(int newTokens, int past = 0, bool finishes = true)
    {
        _totals.AddChunk(newTokens, past, finishes);
        _chunks.Add(new PrefillChunk(newTokens, past));
        return this;
    }
}
