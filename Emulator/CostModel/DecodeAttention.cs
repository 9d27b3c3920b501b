using System.Runtime.CompilerServices;
using Emulator.Hardware;

namespace Emulator.CostModel;

/// <summary>One layer's attention of the sequences that decode: one new token each over everything before it.</summary>
/// <remarks>
/// t0 + normp((2·C·kd·c + 4·D·qd)/(BW·e), cu·D·kv'·132/SM), with D sequences, C the sum of their contexts in tokens, kd and qd the
/// widths of the KV and query heads on this GPU, c bytes a KV number, BW in bytes/s, the first quotient in seconds. The KV cache is
/// paged, and grouped queries read each KV head once (Ainslie et al., GQA, EMNLP 2023). H100-SXM, Llama-3-70B at tp 8, 32 sequences
/// with 2,048 tokens each: 21.179 µs.
/// </remarks>
internal sealed class DecodeAttention
{
    /// <summary>The multiprocessors of the device on which the per-head cost was stated, an H100-SXM.</summary>
    private const double ReferenceMultiprocessors = 132;

    private readonly double _fixedMicroseconds;
    private readonly double _bytesPerContextToken;
    private readonly double _bytesPerSequence;
    private readonly double _flopsPerContextToken;
    private readonly double _microsecondsPerByte;
    private readonly double _headMicrosecondsPerSequence;
    private readonly Knee _knee;

    /// <param name="gpu">A GPU with coefficients for the KV cache format.</param>
    /// <param name="kvBytes">Bytes of a number in the KV cache: 2, or 1 for fp8.</param>
    /// <param name="queryHeads">Query heads on this GPU.</param>
    /// <param name="kvHeads">KV heads on this GPU.</param>
    /// <param name="headDim">Width of a head.</param>
    public DecodeAttention(Gpu gpu, int kvBytes, int queryHeads, int kvHeads, int headDim)
    {
        DecodeAttentionCoefficients coefficients = kvBytes == 1 ? gpu.Coefficients.DecodeAttentionFp8! : gpu.Coefficients.DecodeAttentionBf16;
        _fixedMicroseconds = coefficients.FixedMicroseconds;
        _bytesPerContextToken = 2.0 * kvHeads * headDim * kvBytes;
        _bytesPerSequence = 4.0 * queryHeads * headDim;
        _flopsPerContextToken = 4.0 * queryHeads * headDim;
        _microsecondsPerByte = 1e6 / (gpu.BytesPerSecond * coefficients.MemoryEfficiency);
        _headMicrosecondsPerSequence = coefficients.MicrosecondsPerKvHead * kvHeads * ReferenceMultiprocessors / gpu.Multiprocessors;
        _knee = new Knee(coefficients.KneeExponent);
    }

    /// <summary>Microseconds of one layer; 0 without sequences.</summary>
    /// <param name="sequences">Sequences that decode [D].</param>
    /// <param name="context">Sum of their contexts in tokens; in a windowed layer, of what the window leaves of each [C, Cw].</param>
    public double Microseconds(int sequences, long context) => Cost(sequences, context).Microseconds;

    /// <summary>One layer; nothing without sequences.</summary>
    /// <inheritdoc cref="Microseconds" path="/param"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)] // Each step asks for it: inlined, what nobody reads of the answer is not computed.
    public OperationCost Cost(int sequences, long context)
    {
        if (sequences == 0)
        {
            return default;
        }

        double bytes = (context * _bytesPerContextToken) + (sequences * _bytesPerSequence);
        double memory = bytes * _microsecondsPerByte;
        double heads = sequences * _headMicrosecondsPerSequence;
        return new OperationCost(_fixedMicroseconds + _knee.Of(memory, heads), context * _flopsPerContextToken, bytes)
        {
            LatencyMicroseconds = _fixedMicroseconds,
            MemoryMicroseconds = memory,
            ComputeMicroseconds = heads,
        };
    }
}
