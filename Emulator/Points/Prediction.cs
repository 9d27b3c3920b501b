namespace Emulator.Points;

/// <summary>What the cost model says of one point.</summary>
/// <param name="Microseconds">The duration.</param>
public readonly record struct Prediction(double Microseconds);
