namespace Emulator.Hardware;

/// <summary>
/// How well coefficients predict measurements that they were not fitted on, and where those lie. It stands beside the coefficients as
/// <c>"fit"</c>; without it nobody has judged them.
/// </summary>
/// <param name="Rows">Measured rows.</param>
/// <param name="MeanError">Mean of |predicted/measured − 1|.</param>
/// <param name="Bias">Mean of predicted/measured − 1: above 0 the model is slower than the device.</param>
/// <param name="LowRatio">measured/predicted that 5 % of unseen rows stay below: a prediction times this begins its 90 % interval.</param>
/// <param name="HighRatio">measured/predicted that 5 % of unseen rows exceed: a prediction times this ends its 90 % interval.</param>
/// <param name="Range">Smallest and largest measured value of each dimension, by its name in the data.</param>
public sealed record FitQuality(
    int Rows,
    double MeanError,
    double Bias,
    double LowRatio,
    double HighRatio,
    IReadOnlyDictionary<string, MeasuredRange> Range)
{
    internal IEnumerable<string> Problems() =>
    [
        .. Limits.Positive(Rows, nameof(Rows)),
        .. Limits.NotNegative(MeanError, nameof(MeanError)),
        .. Limits.Positive(LowRatio, nameof(LowRatio)),
        .. Limits.Positive(HighRatio, nameof(HighRatio)),
        .. LowRatio <= HighRatio ? [] : new[] { FormattableString.Invariant($"lowRatio is {LowRatio}, above highRatio ({HighRatio})") },
        .. Range.Where(range => !(range.Value.From <= range.Value.To))
            .Select(range => FormattableString.Invariant($"range.{range.Key} goes from {range.Value.From} to {range.Value.To}; allowed is a smaller number before a larger one")),
    ];
}
