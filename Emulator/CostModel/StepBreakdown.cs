using Emulator.Scheduling;

namespace Emulator.CostModel;

/// <summary>A step's cost, operation by operation.</summary>
/// <param name="Totals">The step.</param>
/// <param name="Cost">Its cost, as the engine pays it. The operations of a part sum to the part.</param>
/// <param name="FloorMicroseconds">What it takes at the very least: the bytes it must read, at the datasheet's bandwidth.</param>
/// <param name="Operations">What it consists of, in the order of a forward pass within each part; nothing that costs nothing.</param>
public sealed record StepBreakdown(StepTotals Totals, StepCost Cost, double FloorMicroseconds, IReadOnlyList<StepOperation> Operations)
{
    /// <summary>Where its duration lies with 90 %; null where nobody judged the coefficients.</summary>
    public PredictionInterval? Interval { get; init; }

    /// <summary>What of it lies outside what was measured; empty of an uncalibrated device too, on which nothing was.</summary>
    public IReadOnlyList<CoverageGap> NotMeasured { get; init; } = [];

    /// <summary>How many times longer than its floor it takes; 0 without tokens.</summary>
    public double FloorRatio => FloorMicroseconds > 0 ? Cost.TotalMicroseconds / FloorMicroseconds : 0;

    /// <summary>Tokens that it computes per second, prompt and output.</summary>
    public double ComputedTokensPerSecond => PerSecond(Totals.Tokens);

    /// <summary>Tokens that it samples per second.</summary>
    public double OutputTokensPerSecond => PerSecond(Totals.Sampling);

    private double PerSecond(int tokens) => Cost.TotalMicroseconds > 0 ? tokens / (Cost.TotalMicroseconds * 1e-6) : 0;
}
