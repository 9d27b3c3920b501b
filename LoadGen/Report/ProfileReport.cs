using LoadGen.Measure;

namespace LoadGen.Report;

/// <summary>One client profile's part of a run.</summary>
/// <param name="Name">The profile.</param>
/// <param name="Arrivals">Its arrivals in the window.</param>
/// <param name="Outcomes">How they ended.</param>
/// <param name="SuccessRate">Completed by arrivals.</param>
/// <param name="Ttft">Due to first token; null when none came.</param>
public sealed record ProfileReport(string Name, long Arrivals, OutcomeCounts Outcomes, double SuccessRate, LatencySummary? Ttft);
