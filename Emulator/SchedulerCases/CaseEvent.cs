namespace Emulator.SchedulerCases;

/// <summary>Something that happens before a step: either a request is added, or one is aborted.</summary>
/// <param name="Step">The step, from 0.</param>
/// <param name="Added">The request that comes; null for an abort.</param>
/// <param name="Aborted">The id of the one that leaves; null for an add.</param>
public sealed record CaseEvent(int Step, CaseRequest? Added, string? Aborted);
