namespace Emulator.CostModel;

/// <summary>How large the steps of a server can get.</summary>
/// <param name="Tokens">Tokens of a step.</param>
/// <param name="Sequences">Sequences of a step.</param>
/// <param name="Context">Tokens of the longest sequence.</param>
/// <param name="ChunkTokens">New tokens of one sequence in a step.</param>
/// <param name="Past">Tokens that a chunk may find in the cache; 0 where prompts are neither cut nor cached.</param>
public readonly record struct StepLimits(int Tokens, int Sequences, int Context, int ChunkTokens, int Past);
