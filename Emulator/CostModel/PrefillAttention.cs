using Emulator.Hardware;
using Emulator.Scheduling;

namespace Emulator.CostModel;

/// <summary>One layer's causal attention of a step's prefill chunks: q new tokens each, behind p tokens already in the cache.</summary>
/// <remarks>
/// t0 + cl·max(q+p)/1024 + norm2(4·qd·Σ(q·p + q·(q+tile)/2)/(P·e), Σ(4·q·(qd+kd) + 2·p·kd·c)/(BW·em)), with norm2(x, y) = √(x²+y²), qd and
/// kd the widths of the query and KV heads on this GPU, c bytes a KV number, P the bf16 peak in FLOP/s, BW in bytes/s, the quotients in
/// seconds. The area is the causal triangle and the strip along its diagonal that tiles of a fused kernel (Dao, FlashAttention-2,
/// ICLR 2024) waste; a chunk's past adds a rectangle. H100-SXM, Llama-3-8B, one chunk of 2,048 tokens: 80.082 µs.
/// </remarks>
internal sealed class PrefillAttention
{
    private readonly double _fixedMicroseconds;
    private readonly double _microsecondsPerContextToken;
    private readonly double _tileTokens;
    private readonly double _microsecondsPerArea;
    private readonly double _memoryMicrosecondsPerNewToken;
    private readonly double _memoryMicrosecondsPerPastToken;

    /// <inheritdoc cref="DecodeAttention(Gpu, int, int, int, int)"/>
    public PrefillAttention(Gpu gpu, int kvBytes, int queryHeads, int kvHeads, int headDim)
    {
        PrefillAttentionCoefficients coefficients = kvBytes == 1 ? gpu.Coefficients.PrefillAttentionFp8! : gpu.Coefficients.PrefillAttentionBf16;
        double microsecondsPerByte = 1e6 / (gpu.BytesPerSecond * coefficients.MemoryEfficiency);
        double queryWidth = queryHeads * headDim;
        double kvWidth = kvHeads * headDim;
        _fixedMicroseconds = coefficients.FixedMicroseconds;
        _microsecondsPerContextToken = coefficients.MicrosecondsPer1024Context / 1024;
        _tileTokens = coefficients.TileTokens;
        _microsecondsPerArea = 4 * queryWidth * 1e6 / (gpu.PeakBf16FlopsPerSecond * coefficients.ComputeEfficiency);
        _memoryMicrosecondsPerNewToken = 4 * (queryWidth + kvWidth) * microsecondsPerByte;
        _memoryMicrosecondsPerPastToken = 2 * kvWidth * kvBytes * microsecondsPerByte;
    }

    /// <summary>Microseconds of one layer that attends to everything; 0 without chunks.</summary>
    public double Microseconds(in StepTotals totals) => totals.Chunks == 0
        ? 0
        : Of(
            totals.LongestChunkContext,
            totals.ChunkTokensTimesPast + ((totals.ChunkTokensSquared + (totals.ChunkTokens * _tileTokens)) / 2),
            totals.ChunkTokens,
            totals.ChunkPast);

    /// <summary>Microseconds of one layer that attends to a sliding window; 0 without chunks.</summary>
    /// <param name="chunks">The chunks one by one: the window cuts each on its own.</param>
    /// <param name="window">The window in tokens [w].</param>
    public double WindowedMicroseconds(ReadOnlySpan<PrefillChunk> chunks, int window)
    {
        if (chunks.IsEmpty)
        {
            return 0;
        }

        long longest = 0;
        double area = 0;
        long newTokens = 0;
        long past = 0;
        foreach (PrefillChunk chunk in chunks)
        {
            double tokens = chunk.NewTokens;
            int seenPast = Math.Min(chunk.Past, window);
            area += Math.Min((tokens * chunk.Past) + (tokens * (tokens + _tileTokens) / 2), tokens * (window + _tileTokens));
            longest = Math.Max(longest, chunk.NewTokens + seenPast);
            newTokens += chunk.NewTokens;
            past += seenPast;
        }

        return Of(longest, area, newTokens, past);
    }

    private double Of(long longestContext, double area, long newTokens, long past)
    {
        double compute = area * _microsecondsPerArea;
        double memory = (newTokens * _memoryMicrosecondsPerNewToken) + (past * _memoryMicrosecondsPerPastToken);
        return _fixedMicroseconds + (longestContext * _microsecondsPerContextToken) + Math.Sqrt((compute * compute) + (memory * memory));
    }
}
