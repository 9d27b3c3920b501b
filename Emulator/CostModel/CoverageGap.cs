using System.Globalization;
using Emulator.Hardware;

namespace Emulator.CostModel;

/// <summary>Something that a prediction rests on and that nobody measured on the device.</summary>
/// <param name="Operation">The operation: "output head". Without a dimension, all that is to be said: "windowed attention".</param>
/// <param name="Dimension">The dimension by its name in the data, such as n; empty where it is not a matter of size.</param>
/// <param name="Value">Its value; not a number without a dimension.</param>
/// <param name="Range">The values that were measured; null without a dimension.</param>
public readonly record struct CoverageGap(string Operation, string Dimension, double Value, MeasuredRange? Range)
{
    /// <summary>A gap that is not a matter of size.</summary>
    /// <param name="what">What was not measured.</param>
    public static CoverageGap Of(string what) => new(what, "", double.NaN, null);

    /// <summary>All of them in one line: "not measured: output head n 128256 (512..65536), windowed attention"; null if there are none.</summary>
    public static string? Describe(IReadOnlyCollection<CoverageGap> gaps)
    {
        ArgumentNullException.ThrowIfNull(gaps);
        return gaps.Count == 0 ? null : $"not measured: {string.Join(", ", gaps)}";
    }

    /// <summary>The measured values: 512..65536, or the one there is.</summary>
    public string RangeText => Range is null ? "" : Range.From == Range.To ? Number(Range.From) : $"{Number(Range.From)}..{Number(Range.To)}";

    /// <summary>The value as text; empty without a dimension.</summary>
    public string ValueText => Range is null ? "" : Number(Value);

    /// <summary>For example "output head n 128256 (512..65536)".</summary>
    public override string ToString() =>
        Range is null ? Operation
        : Dimension == GpuCoverage.PastDimension && Range.To == 0 ? "chunks behind cached tokens"
        : $"{Operation} {Dimension} {ValueText} ({RangeText})";

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
