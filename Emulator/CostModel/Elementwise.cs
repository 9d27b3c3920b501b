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
    public double Microseconds(double bytes) => Cost(bytes).Microseconds;

    /// <summary>One kernel that moves <paramref name="bytes"/>, reads and writes together.</summary>
    public OperationCost Cost(double bytes)
    {
        double memory = bytes * _microsecondsPerByte;
        return new OperationCost(_fixedMicroseconds + memory, Flops: 0, bytes) { LatencyMicroseconds = _fixedMicroseconds, MemoryMicroseconds = memory };
    }
}
