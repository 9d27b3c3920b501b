namespace Emulator.Hardware;

/// <summary>What a GPU's element-wise kernels (norms, rotary embedding, activations) reach.</summary>
/// <param name="FixedMicroseconds">Launch and tail of one call [t0].</param>
/// <param name="MemoryEfficiency">Share of the memory bandwidth reached, at most 0.95 [e].</param>
/// <param name="Fit">How well they predict what they were not fitted on; null = not judged.</param>
public sealed record ElementwiseCoefficients(double FixedMicroseconds, double MemoryEfficiency, FitQuality? Fit = null)
{
    /// <summary>The same of a device whose kernels take <paramref name="factor"/> times as long; no share goes over what the catalogue allows.</summary>
    internal ElementwiseCoefficients Scaled(double factor) => new(FixedMicroseconds * factor, Limits.ScaledMemoryShare(MemoryEfficiency, factor));

    internal IEnumerable<string> Problems() =>
    [
        .. Limits.NotNegative(FixedMicroseconds, nameof(FixedMicroseconds)),
        .. Limits.MemoryShare(MemoryEfficiency, nameof(MemoryEfficiency)),
        .. Fit?.Problems().Select(problem => $"fit.{problem}") ?? [],
    ];
}
