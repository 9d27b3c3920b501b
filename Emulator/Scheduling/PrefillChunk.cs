namespace Emulator.Scheduling;

/// <summary>One prompt's share of a step: the part of its prefill that this step computes.</summary>
/// <param name="NewTokens">Tokens computed in this step, at least 1.</param>
/// <param name="Past">Tokens of the sequence computed or cached before this step.</param>
public readonly record struct PrefillChunk(int NewTokens, int Past);
