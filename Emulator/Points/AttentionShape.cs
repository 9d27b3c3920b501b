namespace Emulator.Points;

/// <summary>Attention on one GPU.</summary>
/// <param name="KvBytes">Bytes of a number in the KV cache: 2, or 1 for fp8.</param>
/// <param name="QueryHeads">Query heads on this GPU.</param>
/// <param name="KvHeads">KV heads on this GPU.</param>
/// <param name="HeadDim">Width of a head.</param>
internal readonly record struct AttentionShape(int KvBytes, int QueryHeads, int KvHeads, int HeadDim);
