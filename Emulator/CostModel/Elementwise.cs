using Emulator.Hardware;

namespace Emulator.CostModel;

/// <summary>One element-wise kernel: it reads and writes its operands, and computes next to nothing.</summary>
/// <remarks>
/// W(bytes) = t0 + bytes/(BW·e), BW in bytes/s, the quotient in seconds. H100-SXM: residual and norm of 32 tokens 8,192 wide, 8 bytes
/// moved a number, 2,097,152 bytes in all: 3.3285 µs.
/// </remarks>
internal sealed class Elementwise(Gpu gpu)
{
    private readonly double _fixedMicroseconds = gpu.Coefficients.Elementwise.FixedMicroseconds;
    private readonly double _microsecondsPerByte = 1e6 / (gpu.BytesPerSecond * gpu.Coefficients.Elementwise.MemoryEfficiency);

    /// <summary>Microseconds of one kernel that moves <paramref name="bytes"/>, reads and writes together.</summary>
    public double Microseconds(double bytes) => _fixedMicroseconds + (bytes * _microsecondsPerByte);

    /// <summary>Microseconds of one layer: two fused residuals and norms, rotary embedding with the KV write, and in dense models the activation.</summary>
    /// <param name="tokens">Tokens of the step [T].</param>
    /// <param name="hiddenSize">Width of the residual stream [h].</param>
    /// <param name="shard">One GPU's part of the model.</param>
    /// <param name="dense">Whether the layer has one feed-forward block; experts fuse their activation.</param>
    public double LayerMicroseconds(int tokens, int hiddenSize, Shard shard, bool dense) =>
        (2 * Microseconds(8.0 * tokens * hiddenSize))
        + Microseconds(4.0 * tokens * (shard.QueryWidth + shard.KvWidth))
        + (dense ? Microseconds(6.0 * tokens * shard.FeedForwardSize) : 0);
}
