namespace Emulator.Hardware;

/// <summary>What a GPU's decode attention reaches, for one KV cache format.</summary>
/// <param name="FixedMicroseconds">Launch and tail of one call [t0].</param>
/// <param name="MemoryEfficiency">Share of the memory bandwidth reached while reading the KV cache, at most 0.95 [e].</param>
/// <param name="MicrosecondsPerKvHead">Work per sequence and KV head that is not memory, on 132 multiprocessors [cu].</param>
/// <param name="KneeExponent">How sharp the turn between the two bounds is, at least 1 [p].</param>
/// <param name="Fit">How well they predict what they were not fitted on; null = not judged.</param>
public sealed record DecodeAttentionCoefficients(
    double FixedMicroseconds,
    double MemoryEfficiency,
    double MicrosecondsPerKvHead,
    double KneeExponent,
    FitQuality? Fit = null)
{
    /// <summary>The same of a device whose kernels take <paramref name="factor"/> times as long; no share goes over what the catalogue allows.</summary>
    internal DecodeAttentionCoefficients Scaled(double factor) => new(
        FixedMicroseconds * factor, Limits.ScaledMemoryShare(MemoryEfficiency, factor), MicrosecondsPerKvHead * factor, KneeExponent);

    internal IEnumerable<string> Problems() =>
    [
        .. Limits.NotNegative(FixedMicroseconds, nameof(FixedMicroseconds)),
        .. Limits.MemoryShare(MemoryEfficiency, nameof(MemoryEfficiency)),
        .. Limits.NotNegative(MicrosecondsPerKvHead, nameof(MicrosecondsPerKvHead)),
        .. Limits.AtLeastOne(KneeExponent, nameof(KneeExponent)),
        .. Fit?.Problems().Select(problem => $"fit.{problem}") ?? [],
    ];
}
