using Emulator.CostModel;
using Emulator.Hardware;
using Emulator.Scheduling;

namespace Emulator.Calibration;

/// <summary>Measured prefill attention.</summary>
/// <param name="kvBytes">2, or 1 for an fp8 cache.</param>
internal sealed class PrefillAttentionOperation(int kvBytes) : OperationOf<AttentionShape>
{
    /// <inheritdoc/>
    public override IReadOnlyList<FitParameter> Parameters { get; } =
    [
        new("fixedMicroseconds", 0, 200, 10, 8, 12),
        new("computeEfficiency", 0.05, Limits.HighestMemoryShare, 0.7, 0.55, 0.45),
        new("memoryEfficiency", 0.05, Limits.HighestMemoryShare, 0.85, 0.4, 0.7),
        new("tileTokens", 0, 4_096, 500, 150, 800),
        new("microsecondsPer1024Context", 0, 200, 4, 15, 8),
    ];

    /// <inheritdoc/>
    protected override IReadOnlyList<(string Name, Func<AttentionShape, double> Of)> Dimensions { get; } =
    [
        ("batch", shape => shape.Batch), ("new_tokens", shape => shape.Tokens), ("past", shape => shape.Past), ("heads", shape => shape.QueryHeads), ("kv_heads", shape => shape.KvHeads),
        ("head_dim", shape => shape.HeadDim),
    ];

    /// <inheritdoc/>
    public override CoefficientSet With(CoefficientSet set, ReadOnlySpan<double> values, FitQuality? fit = null)
    {
        PrefillAttentionCoefficients fitted = new(values[0], values[1], values[2], values[3], values[4], fit);
        return kvBytes == 1 ? set with { PrefillAttentionFp8 = fitted } : set with { PrefillAttentionBf16 = fitted };
    }

    /// <inheritdoc/>
    public override double[]? Read(CoefficientSet set) => (kvBytes == 1 ? set.PrefillAttentionFp8 : set.PrefillAttentionBf16) is { } c
        ? [c.FixedMicroseconds, c.ComputeEfficiency, c.MemoryEfficiency, c.TileTokens, c.MicrosecondsPer1024Context]
        : null;

    /// <inheritdoc/>
    public override FitQuality? Fit(CoefficientSet set) => (kvBytes == 1 ? set.PrefillAttentionFp8 : set.PrefillAttentionBf16)?.Fit;

    /// <inheritdoc/>
    public override double[] Price(Gpu gpu)
    {
        Dictionary<(int, int, int), PrefillAttention> terms = [];
        double[] prices = new double[Samples.Count];
        for (int i = 0; i < prices.Length; i++)
        {
            AttentionShape shape = Samples[i].Shape;
            if (!terms.TryGetValue(shape.Heads, out PrefillAttention? term))
            {
                terms[shape.Heads] = term = new PrefillAttention(gpu, kvBytes, shape.QueryHeads, shape.KvHeads, shape.HeadDim);
            }

            StepTotals totals = default;
            for (int sequence = 0; sequence < shape.Batch; sequence++)
            {
                totals.AddChunk(shape.Tokens, shape.Past, finishes: true);
            }

            prices[i] = term.Microseconds(totals);
        }

        return prices;
    }
}
