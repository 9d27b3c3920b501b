using Emulator.CostModel;
using Emulator.Hardware;

namespace Emulator.Calibration;

/// <summary>The bytes that one kernel reads and writes.</summary>
internal readonly record struct ElementwiseShape(double Bytes);

/// <summary>Measured element-wise kernels.</summary>
internal sealed class ElementwiseOperation : OperationOf<ElementwiseShape>
{
    /// <inheritdoc/>
    public override IReadOnlyList<FitParameter> Parameters { get; } =
    [
        new("fixedMicroseconds", 0, 100, 2, 4),
        new("memoryEfficiency", 0.05, Limits.HighestMemoryShare, 0.5, 0.7),
    ];

    /// <inheritdoc/>
    protected override IReadOnlyList<(string Name, Func<ElementwiseShape, double> Of)> Dimensions { get; } = [("op_bytes", shape => shape.Bytes)];

    /// <inheritdoc/>
    public override CoefficientSet With(CoefficientSet set, ReadOnlySpan<double> values, FitQuality? fit = null) =>
        set with { Elementwise = new ElementwiseCoefficients(values[0], values[1], fit) };

    /// <inheritdoc/>
    public override double[]? Read(CoefficientSet set) => [set.Elementwise.FixedMicroseconds, set.Elementwise.MemoryEfficiency];

    /// <inheritdoc/>
    public override FitQuality? Fit(CoefficientSet set) => set.Elementwise.Fit;

    /// <inheritdoc/>
    public override double[] Price(Gpu gpu)
    {
        Elementwise term = new(gpu);
        return [.. Samples.Select(sample => term.Microseconds(sample.Shape.Bytes))];
    }
}
