namespace Emulator.Hardware;

/// <summary>What a GPU's causal prefill attention reaches, for one KV cache format.</summary>
/// <param name="FixedMicroseconds">Launch and tail of one call [t0].</param>
/// <param name="ComputeEfficiency">Share of the dense bf16 peak reached, at most 0.95 [e].</param>
/// <param name="MemoryEfficiency">Share of the memory bandwidth reached, at most 0.95 [em].</param>
/// <param name="TileTokens">Width of the strip along the diagonal that is computed and thrown away, in tokens [tile].</param>
/// <param name="MicrosecondsPer1024Context">Added per 1,024 tokens of the longest chunk's context [cl].</param>
/// <param name="Fit">How well they predict what they were not fitted on; null = not judged.</param>
public sealed record PrefillAttentionCoefficients(
    double FixedMicroseconds,
    double ComputeEfficiency,
    double MemoryEfficiency,
    double TileTokens,
    double MicrosecondsPer1024Context,
    FitQuality? Fit = null)
{
    /// <summary>The same of a device whose kernels take <paramref name="factor"/> times as long; no share goes over what the catalogue allows.</summary>
    internal PrefillAttentionCoefficients Scaled(double factor) => new(
        FixedMicroseconds * factor,
        Limits.ScaledMemoryShare(ComputeEfficiency, factor),
        Limits.ScaledMemoryShare(MemoryEfficiency, factor),
        TileTokens,
        MicrosecondsPer1024Context * factor);

    internal IEnumerable<string> Problems() =>
    [
        .. Limits.NotNegative(FixedMicroseconds, nameof(FixedMicroseconds)),
        .. Limits.MemoryShare(ComputeEfficiency, nameof(ComputeEfficiency)),
        .. Limits.MemoryShare(MemoryEfficiency, nameof(MemoryEfficiency)),
        .. Limits.NotNegative(TileTokens, nameof(TileTokens)),
        .. Limits.NotNegative(MicrosecondsPer1024Context, nameof(MicrosecondsPer1024Context)),
        .. Fit?.Problems().Select(problem => $"fit.{problem}") ?? [],
    ];
}
