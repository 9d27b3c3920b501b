namespace Emulator.Scheduling;

/// <summary>A sequence that finished in a step, and why.</summary>
/// <param name="Sequence">The sequence; its blocks are free again.</param>
/// <param name="Reason">What ended it.</param>
public readonly record struct FinishedSequence(Sequence Sequence, FinishReason Reason);
