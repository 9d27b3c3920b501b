namespace Emulator.Hardware;

/// <summary>What a GPU's fused mixture-of-experts layer reaches, for one number format.</summary>
/// <param name="FixedMicroseconds">Launches and tail of one layer [t0].</param>
/// <param name="MemoryEfficiency">Share of the memory bandwidth reached, at most 0.95 [em].</param>
/// <param name="ComputeEfficiency">Share of the dense peak reached [ec].</param>
/// <param name="KneeExponent">How sharp the turn from memory bound to compute bound is, at least 1 [p].</param>
/// <param name="ShuffleFactor">Passes over the routed activations that sort, scatter and combine cost [ct].</param>
/// <param name="RoutingSpread">How many independent tokens one token counts for when distinct experts are counted, above 0 and at most 1 [rc].</param>
/// <param name="Fit">How well they predict what they were not fitted on; null = not judged.</param>
public sealed record MixtureOfExpertsCoefficients(
    double FixedMicroseconds,
    double MemoryEfficiency,
    double ComputeEfficiency,
    double KneeExponent,
    double ShuffleFactor,
    double RoutingSpread,
    FitQuality? Fit = null)
{
    /// <summary>The same of a device whose kernels take <paramref name="factor"/> times as long; no share goes over what the catalogue allows.</summary>
    internal MixtureOfExpertsCoefficients Scaled(double factor) => new(
        FixedMicroseconds * factor,
        Limits.ScaledMemoryShare(MemoryEfficiency, factor),
        Math.Min(ComputeEfficiency / factor, 1),
        KneeExponent,
        ShuffleFactor * factor,
        RoutingSpread);

    internal IEnumerable<string> Problems() =>
    [
        .. Limits.NotNegative(FixedMicroseconds, nameof(FixedMicroseconds)),
        .. Limits.MemoryShare(MemoryEfficiency, nameof(MemoryEfficiency)),
        .. Limits.ComputeShare(ComputeEfficiency, nameof(ComputeEfficiency)),
        .. Limits.AtLeastOne(KneeExponent, nameof(KneeExponent)),
        .. Limits.NotNegative(ShuffleFactor, nameof(ShuffleFactor)),
        .. Limits.ComputeShare(RoutingSpread, nameof(RoutingSpread)),
        .. Fit?.Problems().Select(problem => $"fit.{problem}") ?? [],
    ];
}
