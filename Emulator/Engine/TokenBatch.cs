using Emulator.Time;

namespace Emulator.Engine;

/// <summary>Tokens that came out of one step for one request.</summary>
/// <param name="Count">Tokens, at least 1.</param>
/// <param name="At">End of the step.</param>
public readonly record struct TokenBatch(int Count, ModelTime At);
