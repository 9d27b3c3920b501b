using System.Runtime.CompilerServices;
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
    private readonly double _flopsPerArea;
    private readonly double _microsecondsPerFlop;
    private readonly double _bytesPerNewToken;
    private readonly double _bytesPerPastToken;
    private readonly double _microsecondsPerByte;

    /// <inheritdoc cref="DecodeAttention(Gpu, int, int, int, int)"/>
    public PrefillAttention(Gpu gpu, int kvBytes, int queryHeads, int kvHeads, int headDim)
    {
        PrefillAttentionCoefficients coefficients = kvBytes == 1 ? gpu.Coefficients.PrefillAttentionFp8! : gpu.Coefficients.PrefillAttentionBf16;
        double queryWidth = (double)queryHeads * headDim;
        double kvWidth = (double)kvHeads * headDim;
        _fixedMicroseconds = coefficients.FixedMicroseconds;
        _microsecondsPerContextToken = coefficients.MicrosecondsPer1024Context / 1024;
        _tileTokens = coefficients.TileTokens;
        _flopsPerArea = 4 * queryWidth;
        _microsecondsPerFlop = 1e6 / (gpu.PeakBf16FlopsPerSecond * coefficients.ComputeEfficiency);
        _bytesPerNewToken = 4 * (queryWidth + kvWidth);
        _bytesPerPastToken = 2 * kvWidth * kvBytes;
        _microsecondsPerByte = 1e6 / (gpu.BytesPerSecond * coefficients.MemoryEfficiency);
    }

    /// <summary>Microseconds of one layer that attends to everything; 0 without chunks.</summary>
    public double Microseconds(in StepTotals totals) => Cost(totals).Microseconds;

    /// <summary>One layer that attends to everything; nothing without chunks.</summary>
    public OperationCost Cost(in StepTotals totals) => totals.Chunks == 0
        ? default
        : Of(
            totals.LongestChunkContext,
            totals.ChunkTokensTimesPast + ((totals.ChunkTokensSquared + (totals.ChunkTokens * _tileTokens)) / 2),
            totals.ChunkTokens,
            totals.ChunkPast);

    /// <summary>One layer of <paramref name="chunks"/> equal chunks, at least 1, that attends to everything.</summary>
    /// <param name="chunks">How many.</param>
    /// <param name="newTokens">New tokens of each, at least 1 [q].</param>
    /// <param name="past">Tokens of each that are in the cache already [p].</param>
    public OperationCost Cost(int chunks, int newTokens, int past)
    {
        double tokens = (double)chunks * newTokens;
        return Of((double)newTokens + past, tokens * (past + ((newTokens + _tileTokens) / 2)), tokens, (double)chunks * past);
    }

    /// <summary>Microseconds of one layer that attends to a sliding window; 0 without chunks.</summary>
    /// <param name="chunks">The chunks one by one: the window cuts each on its own.</param>
    /// <param name="window">The window in tokens [w].</param>
    public double WindowedMicroseconds(ReadOnlySpan<PrefillChunk> chunks, int window) => WindowedCost(chunks, window).Microseconds;

    /// <summary>One layer that attends to a sliding window; nothing without chunks.</summary>
    /// <inheritdoc cref="WindowedMicroseconds" path="/param"/>
    public OperationCost WindowedCost(ReadOnlySpan<PrefillChunk> chunks, int window)
    {
        if (chunks.IsEmpty)
        {
            return default;
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)] // As in DecodeAttention.
    private OperationCost Of(double longestContext, double area, double newTokens, double past)
    {
        double flops = area * _flopsPerArea;
        double bytes = (newTokens * _bytesPerNewToken) + (past * _bytesPerPastToken);
        double compute = flops * _microsecondsPerFlop;
        double memory = bytes * _microsecondsPerByte;
        double latency = _fixedMicroseconds + (longestContext * _microsecondsPerContextToken);
        return new OperationCost(latency + Math.Sqrt((compute * compute) + (memory * memory)), flops, bytes)
        {
            LatencyMicroseconds = latency,
            MemoryMicroseconds = memory,
            ComputeMicroseconds = compute,
        };
    }
}
