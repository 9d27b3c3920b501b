using Emulator.CostModel;
using Emulator.Hardware;

namespace Emulator.Calibration;

/// <summary>One mixture-of-experts layer, each expert sharded.</summary>
internal readonly record struct MixtureOfExpertsShape(int Tokens, int Hidden, int ExpertFfn, int Experts, int TopK, int TensorParallelSize);

/// <summary>Measured mixture-of-experts feed-forward layers.</summary>
/// <param name="weightBytes">2, or 1 for fp8.</param>
internal sealed class MixtureOfExpertsOperation(int weightBytes) : OperationOf<MixtureOfExpertsShape>
{
    /// <inheritdoc/>
    public override bool NeedsFp8 => weightBytes == 1;

    /// <inheritdoc/>
    public override IReadOnlyList<FitParameter> Parameters { get; } =
    [
        new("fixedMicroseconds", 0, 500, 30, 15),
        new("memoryEfficiency", 0.05, Limits.HighestMemoryShare, 0.88, 0.8),
        new("computeEfficiency", 0.05, 1, 0.55, 0.4),
        new("kneeExponent", 1, 20, 1.6, 2.2),
        new("shuffleFactor", 0, 50, 2.8, 1.2),
        new("routingSpread", 0.05, 1, 0.88, 0.77),
    ];

    /// <inheritdoc/>
    protected override IReadOnlyList<(string Name, Func<MixtureOfExpertsShape, double> Of)> Dimensions { get; } =
    [
        ("tokens", shape => shape.Tokens), ("hidden", shape => shape.Hidden), ("expert_ffn", shape => shape.ExpertFfn), ("experts", shape => shape.Experts), ("topk", shape => shape.TopK),
        ("tp", shape => shape.TensorParallelSize),
    ];

    /// <inheritdoc/>
    public override CoefficientSet With(CoefficientSet set, ReadOnlySpan<double> values, FitQuality? fit = null)
    {
        MixtureOfExpertsCoefficients fitted = new(values[0], values[1], values[2], values[3], values[4], values[5], fit);
        return weightBytes == 1 ? set with { MixtureOfExpertsFp8 = fitted } : set with { MixtureOfExpertsBf16 = fitted };
    }

    /// <inheritdoc/>
    public override double[]? Read(CoefficientSet set) => (weightBytes == 1 ? set.MixtureOfExpertsFp8 : set.MixtureOfExpertsBf16) is { } c
        ? [c.FixedMicroseconds, c.MemoryEfficiency, c.ComputeEfficiency, c.KneeExponent, c.ShuffleFactor, c.RoutingSpread]
        : null;

    /// <inheritdoc/>
    public override FitQuality? Fit(CoefficientSet set) => (weightBytes == 1 ? set.MixtureOfExpertsFp8 : set.MixtureOfExpertsBf16)?.Fit;

    /// <inheritdoc/>
    public override double[] Price(Gpu gpu)
    {
        Dictionary<MixtureOfExpertsShape, MixtureOfExperts> terms = [];
        double[] prices = new double[Samples.Count];
        for (int i = 0; i < prices.Length; i++)
        {
            MixtureOfExpertsShape shape = Samples[i].Shape;
            MixtureOfExpertsShape layer = shape with { Tokens = 0 };
            if (!terms.TryGetValue(layer, out MixtureOfExperts? term))
            {
                terms[layer] = term = new MixtureOfExperts(gpu, weightBytes, null, shape.Hidden, (double)shape.ExpertFfn / shape.TensorParallelSize, shape.Experts, shape.TopK);
            }

            prices[i] = term.Microseconds(shape.Tokens);
        }

        return prices;
    }
}
