using Emulator.Calibration;

namespace LoadGen.Fidelity;

/// <summary>A goal that the cost model was given for published servers, and the errors of all rows that count for it.</summary>
/// <param name="Name">Which rows count, in words.</param>
/// <param name="MeanMax">Most that the mean absolute error may be.</param>
/// <param name="BiasMax">Most that the bias may be, upward or downward.</param>
/// <param name="Errors">What was reached; null if no row counts.</param>
public sealed record EndToEndGoal(string Name, double MeanMax, double BiasMax, ErrorSummary? Errors)
{
    private const string Gpu = "H100-SXM";

    /// <summary>Whether the mean is within its goal.</summary>
    public bool MeanHolds => Errors?.Mean <= MeanMax;

    /// <summary>Whether the bias is within its goal.</summary>
    public bool BiasHolds => Math.Abs(Errors?.Bias ?? double.NaN) <= BiasMax;

    /// <summary>All goals.</summary>
    public static IReadOnlyList<EndToEndGoal> Of(IReadOnlyList<EndToEndResult> results) =>
    [
        Of($"{Gpu}, time between tokens (tpot_ms and mean_itl_ms)", meanMax: 0.09, results, result => result.Error, EndToEndMetric.Tpot, EndToEndMetric.MeanItl),
        Of($"{Gpu}, full-load throughput (output_tok_s), as the benchmark ran: no server, no host time", meanMax: 0.15, results, result => result.Error, EndToEndMetric.OutputTokensPerSecond),
        Of($"{Gpu}, the same with the host time that every server here is given", meanMax: 0.15, results, result => result.ErrorWithServerHost, EndToEndMetric.OutputTokensPerSecond),
    ];

    private static EndToEndGoal Of(string name, double meanMax, IReadOnlyList<EndToEndResult> results, Func<EndToEndResult, double?> errorOf, params ReadOnlySpan<EndToEndMetric> metrics)
    {
        List<double> errors = [];
        foreach (EndToEndResult result in results)
        {
            if (errorOf(result) is { } error && result.Row.Deployment!.Gpu.Name == Gpu && metrics.Contains(result.Row.Metric!.Value))
            {
                errors.Add(error);
            }
        }

        return new EndToEndGoal(name, meanMax, BiasMax: 0.05, ErrorSummary.Of(errors));
    }
}
