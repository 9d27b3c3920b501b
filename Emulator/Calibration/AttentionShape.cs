namespace Emulator.Calibration;

/// <summary>Equal sequences that attend together.</summary>
/// <param name="Batch">Sequences.</param>
/// <param name="Tokens">Of each: tokens in the cache (decode), or new tokens (prefill).</param>
/// <param name="Past">Of each: tokens in the cache before its new ones; 0 in decode.</param>
/// <param name="QueryHeads">Query heads on this GPU.</param>
/// <param name="KvHeads">KV heads on this GPU.</param>
/// <param name="HeadDim">Width of a head.</param>
internal readonly record struct AttentionShape(int Batch, int Tokens, int Past, int QueryHeads, int KvHeads, int HeadDim)
{
    /// <summary>What stays the same while batch and context vary.</summary>
    public (int Query, int Kv, int Dim) Heads => (QueryHeads, KvHeads, HeadDim);
}
