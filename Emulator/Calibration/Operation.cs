using Emulator.Hardware;

namespace Emulator.Calibration;

/// <summary>
/// Measurements of one operation on one device in one number format: what is fitted together. Each kind of operation has a subclass that
/// knows its shapes, prices them with the cost model's own term, and puts fitted coefficients into a set.
/// </summary>
internal abstract class Operation
{
    /// <summary>The device's name in the data.</summary>
    public required string Gpu { get; init; }

    /// <summary>The operation and its number format, as reports name it: "linear bf16", "all-reduce tp 4".</summary>
    public required string Name { get; init; }

    /// <summary>Whether a server could run these shapes; rows that none could are judged, but nothing is fitted on them.</summary>
    public bool IsServable { get; init; } = true;

    /// <summary>Whether only a device with fp8 units runs it.</summary>
    public virtual bool NeedsFp8 => false;

    /// <summary>Measured times in microseconds, a row each.</summary>
    public abstract IReadOnlyList<double> Measured { get; }

    /// <summary>The shape of each row: rows of one shape differ only in how much work there was.</summary>
    public abstract IReadOnlyList<string> Shapes { get; }

    /// <summary>The tensor-parallel degree that each row stands for; all the same where an operation has none.</summary>
    public abstract IReadOnlyList<string> Degrees { get; }

    /// <summary>The coefficients.</summary>
    public abstract IReadOnlyList<FitParameter> Parameters { get; }

    /// <summary>Puts coefficients into a set, in the order of <see cref="Parameters"/>.</summary>
    public abstract CoefficientSet With(CoefficientSet set, ReadOnlySpan<double> values, FitQuality? fit = null);

    /// <summary>The coefficients that a set has for this operation, in the order of <see cref="Parameters"/>; null where it has none.</summary>
    public abstract double[]? Read(CoefficientSet set);

    /// <summary>What a set says of how well its coefficients do; null where nobody judged them.</summary>
    public abstract FitQuality? Fit(CoefficientSet set);

    /// <summary>Prices every row, in microseconds, on a device whose set has coefficients for the operation.</summary>
    public abstract double[] Price(Gpu gpu);

    /// <summary>The same operation with some of its rows.</summary>
    public abstract Operation Take(IReadOnlyList<int> rows);

    /// <summary>Smallest and largest value of each dimension, by its name in the data.</summary>
    public abstract IReadOnlyDictionary<string, MeasuredRange> Range();
}
