namespace Emulator.Hardware;

/// <summary>What an all-reduce costs over one number of GPUs. 1 MB is 1e6 bytes.</summary>
/// <param name="FixedMicroseconds">Latency of an empty message [a].</param>
/// <param name="MicrosecondsPerMegabyte">Bandwidth's share [B].</param>
/// <param name="MicrosecondsPerRootMegabyte">The crossover between one-shot, two-shot and ring kernels: grows with the message's square root [g].</param>
/// <param name="Fit">How well they predict what they were not fitted on; null = not judged.</param>
public sealed record AllReduceCoefficients(
    double FixedMicroseconds,
    double MicrosecondsPerMegabyte,
    double MicrosecondsPerRootMegabyte,
    FitQuality? Fit = null)
{
    /// <summary>The same of a device whose kernels take <paramref name="factor"/> times as long; no share goes over what the catalogue allows.</summary>
    internal AllReduceCoefficients Scaled(double factor) => new(FixedMicroseconds * factor, MicrosecondsPerMegabyte * factor, MicrosecondsPerRootMegabyte * factor);

    internal IEnumerable<string> Problems() =>
    [
        .. Limits.NotNegative(FixedMicroseconds, nameof(FixedMicroseconds)),
        .. Limits.Positive(MicrosecondsPerMegabyte, nameof(MicrosecondsPerMegabyte)),
        .. Limits.NotNegative(MicrosecondsPerRootMegabyte, nameof(MicrosecondsPerRootMegabyte)),
        .. Fit?.Problems().Select(problem => $"fit.{problem}") ?? [],
    ];
}
