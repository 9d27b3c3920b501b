namespace Emulator.CostModel;

/// <summary>Where the true duration lies with 90 %, as far as measurements of the same device tell.</summary>
/// <param name="LowMicroseconds">One in twenty is shorter.</param>
/// <param name="HighMicroseconds">One in twenty is longer.</param>
public readonly record struct PredictionInterval(double LowMicroseconds, double HighMicroseconds);
