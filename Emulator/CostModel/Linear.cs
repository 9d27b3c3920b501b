using Emulator.Hardware;

namespace Emulator.CostModel;

/// <summary>One matrix multiplication: m rows of activations by a weight of n outputs and k inputs.</summary>
/// <remarks>
/// G(m, n, k) = t0 + ck·k/1024 + normp((n·k·b + m·k·b + 2·m·n)/(BW·em), 2·M·n·k/(P·ec)), with b bytes a weight, M = m rounded up to a
/// multiple of 64 (a tile), BW in bytes/s, P in FLOP/s, the quotients in seconds. A roofline (Williams, Waterman and Patterson,
/// CACM 52(4), 2009) with a fixed cost and a rounded knee. The weight is read once however many rows there are: that makes small
/// batches memory bound. H100-SXM, bf16: G(64, 8192, 8192) = 51.127 µs.
/// </remarks>
internal sealed class Linear
{
    private const int TileRows = 64;

    private readonly LinearCoefficients _coefficients;
    private readonly int _bytes;
    private readonly double _microsecondsPerByte;
    private readonly double _microsecondsPerFlop;
    private readonly Knee _knee;

    private Linear(LinearCoefficients coefficients, double bytesPerSecond, double flopsPerSecond, int bytes)
    {
        _coefficients = coefficients;
        _bytes = bytes;
        _microsecondsPerByte = 1e6 / (bytesPerSecond * coefficients.MemoryEfficiency);
        _microsecondsPerFlop = 1e6 / (flopsPerSecond * coefficients.ComputeEfficiency);
        _knee = new Knee(coefficients.KneeExponent);
    }

    /// <summary>With 16-bit weights and activations.</summary>
    public static Linear Bf16(Gpu gpu) => new(gpu.Coefficients.LinearBf16, gpu.BytesPerSecond, gpu.PeakBf16FlopsPerSecond, 2);

    /// <summary>With weights and activations of <paramref name="weightBytes"/> bytes (2, or 1 for fp8) on a GPU that has the format.</summary>
    public static Linear Of(Gpu gpu, int weightBytes) => weightBytes == 2
        ? Bf16(gpu)
        : new Linear(gpu.Coefficients.LinearFp8!, gpu.BytesPerSecond, gpu.PeakFp8FlopsPerSecond!.Value, 1);

    /// <summary>Microseconds of m × k by k × n; 0 without rows.</summary>
    public double Microseconds(int rows, double outputs, double inputs) => Cost(rows, outputs, inputs).Microseconds;

    /// <summary>m × k by k × n; nothing without rows. The sizes are real numbers: a sharded head need not divide evenly.</summary>
    public OperationCost Cost(int rows, double outputs, double inputs)
    {
        if (rows == 0)
        {
            return default;
        }

        double tiledRows = (rows + TileRows - 1L) / TileRows * TileRows;
        double bytes = (outputs * inputs * _bytes) + (rows * inputs * _bytes) + (2.0 * rows * outputs);
        double flops = 2 * tiledRows * outputs * inputs;
        double latency = _coefficients.FixedMicroseconds + (_coefficients.MicrosecondsPer1024Inputs * inputs / 1024);
        double memory = bytes * _microsecondsPerByte;
        double compute = flops * _microsecondsPerFlop;
        return new OperationCost(latency + _knee.Of(memory, compute), flops, bytes)
        {
            LatencyMicroseconds = latency,
            MemoryMicroseconds = memory,
            ComputeMicroseconds = compute,
        };
    }
}
