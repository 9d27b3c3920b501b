using Emulator.CostModel;
using Emulator.Hardware;

namespace Emulator.Calibration;

/// <summary>m rows by a weight of n outputs and k inputs.</summary>
internal readonly record struct LinearShape(int Rows, int Outputs, int Inputs);

/// <summary>Measured matrix multiplications.</summary>
/// <param name="weightBytes">2, or 1 for fp8.</param>
internal sealed class LinearOperation(int weightBytes) : OperationOf<LinearShape>
{
    /// <summary>Weights with a side below this are what higher tensor-parallel degrees make of a layer.</summary>
    public const int NarrowBelow = 2_048;

    /// <inheritdoc/>
    public override bool NeedsFp8 => weightBytes == 1;

    /// <inheritdoc/>
    public override IReadOnlyList<FitParameter> Parameters { get; } =
    [
        new("fixedMicroseconds", 0, 100, 3, 5, 1),
        new("memoryEfficiency", 0.05, Limits.HighestMemoryShare, 0.85, 0.9, 0.7),
        new("computeEfficiency", 0.05, 1, 0.75, 0.5, 0.6),
        new("kneeExponent", 1, 20, 2.5, 1.5, 5),
        new("microsecondsPer1024Inputs", 0, 10, 0.2, 0.3, 0.02),
    ];

    /// <inheritdoc/>
    protected override IReadOnlyList<(string Name, Func<LinearShape, double> Of)> Dimensions { get; } =
        [("m", shape => shape.Rows), ("n", shape => shape.Outputs), ("k", shape => shape.Inputs)];

    /// <inheritdoc/>
    public override CoefficientSet With(CoefficientSet set, ReadOnlySpan<double> values, FitQuality? fit = null)
    {
        LinearCoefficients fitted = new(values[0], values[1], values[2], values[3], values[4], fit);
        return weightBytes == 1 ? set with { LinearFp8 = fitted } : set with { LinearBf16 = fitted };
    }

    /// <inheritdoc/>
    public override double[]? Read(CoefficientSet set) => (weightBytes == 1 ? set.LinearFp8 : set.LinearBf16) is { } c
        ? [c.FixedMicroseconds, c.MemoryEfficiency, c.ComputeEfficiency, c.KneeExponent, c.MicrosecondsPer1024Inputs]
        : null;

    /// <inheritdoc/>
    public override FitQuality? Fit(CoefficientSet set) => (weightBytes == 1 ? set.LinearFp8 : set.LinearBf16)?.Fit;

    /// <inheritdoc/>
    public override double[] Price(Gpu gpu)
    {
        Linear term = Linear.Of(gpu, weightBytes);
        double[] prices = new double[Samples.Count];
        for (int i = 0; i < prices.Length; i++)
        {
            LinearShape shape = Samples[i].Shape;
            prices[i] = term.Microseconds(shape.Rows, shape.Outputs, shape.Inputs);
        }

        return prices;
    }
}
