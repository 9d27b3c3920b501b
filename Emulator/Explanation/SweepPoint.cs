using Emulator.CostModel;

namespace Emulator.Explanation;

/// <summary>A step at one value of what is swept.</summary>
/// <param name="Value">The value.</param>
/// <param name="Breakdown">What the step costs there.</param>
public sealed record SweepPoint(int Value, StepBreakdown Breakdown);
