using LoadGen.Measure;

namespace LoadGen.Report;

/// <summary>A request of one of several runs of the same schedule.</summary>
/// <param name="Record">What became of it.</param>
/// <param name="Configuration">Who got it.</param>
/// <param name="Kind">Whether it was real or simulated.</param>
public sealed record ComparedRequest(RequestRecord Record, string Configuration, ReportKind Kind);
