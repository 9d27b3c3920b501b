using Emulator.CostModel;
using Emulator.Hardware;

namespace Emulator.Calibration;

/// <summary>A message.</summary>
internal readonly record struct AllReduceShape(double Bytes);

/// <summary>Measured all-reduces over one number of GPUs.</summary>
/// <param name="gpus">GPUs that take part.</param>
internal sealed class AllReduceOperation(int gpus) : OperationOf<AllReduceShape>
{
    /// <inheritdoc/>
    public override IReadOnlyList<FitParameter> Parameters { get; } =
    [
        new("fixedMicroseconds", 0, 1_000, 4.5, 10),
        new("microsecondsPerMegabyte", 1e-6, 1_000, 4, 60),
        new("microsecondsPerRootMegabyte", 0, 1_000, 4, 30),
    ];

    /// <inheritdoc/>
    protected override IReadOnlyList<(string Name, Func<AllReduceShape, double> Of)> Dimensions { get; } = [("bytes", shape => shape.Bytes)];

    /// <inheritdoc/>
    public override CoefficientSet With(CoefficientSet set, ReadOnlySpan<double> values, FitQuality? fit = null) => set with
    {
        AllReduce = new Dictionary<int, AllReduceCoefficients>(set.AllReduce) { [gpus] = new(values[0], values[1], values[2], fit) },
    };

    /// <inheritdoc/>
    public override double[]? Read(CoefficientSet set) => set.AllReduce.TryGetValue(gpus, out AllReduceCoefficients? c)
        ? [c.FixedMicroseconds, c.MicrosecondsPerMegabyte, c.MicrosecondsPerRootMegabyte]
        : null;

    /// <inheritdoc/>
    public override FitQuality? Fit(CoefficientSet set) => set.AllReduce.GetValueOrDefault(gpus)?.Fit;

    /// <inheritdoc/>
    public override double[] Price(Gpu gpu)
    {
        AllReduce term = new(gpu, gpus);
        return [.. Samples.Select(sample => term.Microseconds(sample.Shape.Bytes))];
    }
}
