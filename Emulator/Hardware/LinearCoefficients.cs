namespace Emulator.Hardware;

/// <summary>What a GPU's matrix multiplications reach of its datasheet, for one number format.</summary>
/// <param name="FixedMicroseconds">Launch and tail of one call [t0].</param>
/// <param name="MemoryEfficiency">Share of the memory bandwidth reached, at most 0.95 [em].</param>
/// <param name="ComputeEfficiency">Share of the dense peak reached [ec].</param>
/// <param name="KneeExponent">How sharp the turn from memory bound to compute bound is, at least 1 [p].</param>
/// <param name="MicrosecondsPer1024Inputs">Added per 1,024 input features: the depth of the inner loop [ck].</param>
/// <param name="Fit">How well they predict what they were not fitted on; null = not judged.</param>
public sealed record LinearCoefficients(
    double FixedMicroseconds,
    double MemoryEfficiency,
    double ComputeEfficiency,
    double KneeExponent,
    double MicrosecondsPer1024Inputs,
    FitQuality? Fit = null)
{
    /// <summary>The same of a device whose kernels take <paramref name="factor"/> times as long; no share goes over what the catalogue allows.</summary>
    internal LinearCoefficients Scaled(double factor) => new(
        FixedMicroseconds * factor, Limits.ScaledMemoryShare(MemoryEfficiency, factor), Math.Min(ComputeEfficiency / factor, 1), KneeExponent, MicrosecondsPer1024Inputs * factor);

    internal IEnumerable<string> Problems() =>
    [
        .. Limits.NotNegative(FixedMicroseconds, nameof(FixedMicroseconds)),
        .. Limits.MemoryShare(MemoryEfficiency, nameof(MemoryEfficiency)),
        .. Limits.ComputeShare(ComputeEfficiency, nameof(ComputeEfficiency)),
        .. Limits.AtLeastOne(KneeExponent, nameof(KneeExponent)),
        .. Limits.NotNegative(MicrosecondsPer1024Inputs, nameof(MicrosecondsPer1024Inputs)),
        .. Fit?.Problems().Select(problem => $"fit.{problem}") ?? [],
    ];
}
