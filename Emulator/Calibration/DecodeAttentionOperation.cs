using Emulator.CostModel;
using Emulator.Hardware;

namespace Emulator.Calibration;

/// <summary>Measured decode attention.</summary>
/// <param name="kvBytes">2, or 1 for an fp8 cache.</param>
internal sealed class DecodeAttentionOperation(int kvBytes) : OperationOf<AttentionShape>
{
    /// <inheritdoc/>
    public override IReadOnlyList<FitParameter> Parameters { get; } =
    [
        new("fixedMicroseconds", 0, 200, 10, 5, 15),
        new("memoryEfficiency", 0.05, Limits.HighestMemoryShare, 0.85, 0.75, 0.65),
        new("microsecondsPerKvHead", 0, 1, 0.025, 0.02, 0.03),
        new("kneeExponent", 1, 20, 2, 1.2, 6),
    ];

    /// <inheritdoc/>
    protected override IReadOnlyList<(string Name, Func<AttentionShape, double> Of)> Dimensions { get; } =
        [("batch", shape => shape.Batch), ("context", shape => shape.Tokens), ("heads", shape => shape.QueryHeads), ("kv_heads", shape => shape.KvHeads), ("head_dim", shape => shape.HeadDim)];

    /// <inheritdoc/>
    public override CoefficientSet With(CoefficientSet set, ReadOnlySpan<double> values, FitQuality? fit = null)
    {
        DecodeAttentionCoefficients fitted = new(values[0], values[1], values[2], values[3], fit);
        return kvBytes == 1 ? set with { DecodeAttentionFp8 = fitted } : set with { DecodeAttentionBf16 = fitted };
    }

    /// <inheritdoc/>
    public override double[]? Read(CoefficientSet set) => (kvBytes == 1 ? set.DecodeAttentionFp8 : set.DecodeAttentionBf16) is { } c
        ? [c.FixedMicroseconds, c.MemoryEfficiency, c.MicrosecondsPerKvHead, c.KneeExponent]
        : null;

    /// <inheritdoc/>
    public override FitQuality? Fit(CoefficientSet set) => (kvBytes == 1 ? set.DecodeAttentionFp8 : set.DecodeAttentionBf16)?.Fit;

    /// <inheritdoc/>
    public override double[] Price(Gpu gpu)
    {
        Dictionary<(int, int, int), DecodeAttention> terms = [];
        double[] prices = new double[Samples.Count];
        for (int i = 0; i < prices.Length; i++)
        {
            AttentionShape shape = Samples[i].Shape;
            if (!terms.TryGetValue(shape.Heads, out DecodeAttention? term))
            {
                terms[shape.Heads] = term = new DecodeAttention(gpu, kvBytes, shape.QueryHeads, shape.KvHeads, shape.HeadDim);
            }

            prices[i] = term.Microseconds(shape.Batch, (long)shape.Batch * shape.Tokens);
        }

        return prices;
    }
}
