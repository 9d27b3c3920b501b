using Emulator.Models;

namespace Emulator.CostModel;

/// <summary>One GPU's part of a model under tensor parallelism. KV heads are replicated where there are more GPUs than heads.</summary>
/// <param name="TensorParallelSize">GPUs that share the model [tp].</param>
/// <param name="QueryHeads">Query heads on one GPU [q' = q/tp].</param>
/// <param name="KvHeads">KV heads on one GPU [kv' = max(1, kv/tp)].</param>
/// <param name="HeadDim">Width of a head [d].</param>
/// <param name="FeedForwardSize">Feed-forward width on one GPU, of each expert in a mixture of experts [f' = f/tp].</param>
internal sealed record Shard(int TensorParallelSize, int QueryHeads, int KvHeads, int HeadDim, int FeedForwardSize)
{
    /// <summary>Width of all query heads [qd].</summary>
    public int QueryWidth => QueryHeads * HeadDim;

    /// <summary>Width of all KV heads [kd].</summary>
    public int KvWidth => KvHeads * HeadDim;

    /// <summary>Splits a model that <see cref="Feasibility"/> found no fault with.</summary>
    public static Shard Of(Transformer model, int tensorParallelSize) => new(
        tensorParallelSize,
        model.QueryHeads / tensorParallelSize,
        Math.Max(1, model.KvHeads / tensorParallelSize),
        model.HeadDim,
        model.FeedForwardSize / tensorParallelSize);
}
