namespace LoadGen.Report;

/// <summary>The measured part of a run: arrivals due from <paramref name="From"/> up to, not including, <paramref name="To"/>, whenever they ended.</summary>
/// <param name="From">Start; the warm-up's end.</param>
/// <param name="To">End; the cool-down's start.</param>
/// <param name="Excluded">Arrivals that warm-up and cool-down cut off.</param>
public sealed record WindowReport(TimeSpan From, TimeSpan To, long Excluded);
