using Emulator.Scheduling;

namespace Emulator.SchedulerCases;

/// <summary>What a scheduler was asked, step by step, and what it must have decided.</summary>
/// <param name="Name">The case's name.</param>
/// <param name="Options">The scheduler.</param>
/// <param name="Events">Adds and aborts, in the order of their steps.</param>
/// <param name="Steps">The expected steps, from step 0.</param>
/// <param name="MaxSteps">Steps to run; null = until no request lives and no event is left.</param>
/// <param name="ChecksBlocks">Whether steps also state block tables and the free queue.</param>
public sealed record SchedulerCase(string Name, SchedulerOptions Options, IReadOnlyList<CaseEvent> Events, IReadOnlyList<ExpectedStep> Steps, int? MaxSteps, bool ChecksBlocks)
{
    /// <summary>The file it was read from.</summary>
    public required string Path { get; init; }

    /// <summary>What its author may not have meant, a sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
