using Emulator.CostModel;

namespace Emulator.Points;

/// <summary>What the cost model says of one point.</summary>
/// <param name="Microseconds">The duration.</param>
/// <param name="Interval">Where it lies with 90 %; null where nobody judged the coefficients on the device.</param>
public readonly record struct Prediction(double Microseconds, PredictionInterval? Interval);
