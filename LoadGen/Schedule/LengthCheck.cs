using LoadGen.Workloads;

namespace LoadGen.Schedule;

/// <summary>What a schedule drew from one distribution, beside what was asked.</summary>
/// <param name="Profile">The client profile.</param>
/// <param name="What">New prompt tokens, output tokens, or think time in seconds.</param>
/// <param name="Distribution">What was asked in words; null without a workload.</param>
/// <param name="Asked">What was asked in figures, truncation to whole tokens included; null without a workload.</param>
/// <param name="Drawn">What the schedule holds.</param>
public sealed record LengthCheck(string Profile, string What, string? Distribution, Moments? Asked, Moments Drawn);
