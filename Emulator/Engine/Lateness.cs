namespace Emulator.Engine;

/// <summary>How late something was on the host, wall time.</summary>
/// <param name="Count">Times it was due.</param>
/// <param name="P50">Median.</param>
/// <param name="P99">99th percentile.</param>
/// <param name="Max">Worst.</param>
public readonly record struct Lateness(long Count, TimeSpan P50, TimeSpan P99, TimeSpan Max);
