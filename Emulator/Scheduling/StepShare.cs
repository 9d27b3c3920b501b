namespace Emulator.Scheduling;

/// <summary>What one sequence computes in a step.</summary>
/// <param name="Sequence">The sequence.</param>
/// <param name="NewTokens">Tokens computed in this step: 1 for a decode, the chunk's length for a prefill.</param>
/// <param name="ComputedBefore">Its tokens in the KV cache before the step, prefix hits included.</param>
/// <param name="Cached">Tokens found in the prefix cache by a sequence admitted in this step; −1 for one that was running already.</param>
public readonly record struct StepShare(Sequence Sequence, int NewTokens, int ComputedBefore, int Cached)
{
    /// <summary>Whether the sequence was admitted in this step.</summary>
    public bool Admitted => Cached >= 0;

    /// <summary>
    /// Whether this is a decode: one token of a request that already has output. So is the part of one that is computed again after a preemption, if it is cut to
    /// one token: it asks of the GPU what a decode does.
    /// </summary>
    public bool IsDecode => NewTokens == 1 && Sequence.Outputs > 0;
}
