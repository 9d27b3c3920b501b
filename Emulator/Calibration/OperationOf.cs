using Emulator.Hardware;

namespace Emulator.Calibration;

/// <summary>The part of an <see cref="Operation"/> that does not depend on its kind.</summary>
/// <typeparam name="TShape">A row's dimensions.</typeparam>
internal abstract class OperationOf<TShape> : Operation
    where TShape : struct
{
    private IReadOnlyList<Sample<TShape>> _samples = [];
    private double[] _measured = [];

    /// <summary>The rows.</summary>
    public required IReadOnlyList<Sample<TShape>> Samples
    {
        get => _samples;
        init => Replace(value);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<double> Measured => _measured;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Shapes => [.. Samples.Select(sample => sample.ShapeName)];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Degrees => [.. Samples.Select(sample => sample.Degree)];

    /// <inheritdoc/>
    public override Operation Take(IReadOnlyList<int> rows)
    {
        OperationOf<TShape> part = (OperationOf<TShape>)MemberwiseClone();
        part.Replace([.. rows.Select(row => Samples[row])]);
        return part;
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, MeasuredRange> Range() =>
        Dimensions.ToDictionary(dimension => dimension.Name, dimension => new MeasuredRange(Samples.Min(s => dimension.Of(s.Shape)), Samples.Max(s => dimension.Of(s.Shape))));

    /// <summary>A row's dimensions, by their names in the data.</summary>
    protected abstract IReadOnlyList<(string Name, Func<TShape, double> Of)> Dimensions { get; }

    /// <summary>Puts other rows in place of these.</summary>
    internal void Replace(IReadOnlyList<Sample<TShape>> samples)
    {
        _samples = samples;
        _measured = [.. samples.Select(sample => sample.Microseconds)];
    }
}
