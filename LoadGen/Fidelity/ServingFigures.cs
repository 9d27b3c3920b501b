namespace LoadGen.Fidelity;

/// <summary>What a simulated run measures of itself, as the published tables define it.</summary>
/// <param name="OutputTokensPerSecond">Output tokens over the time from the first arrival to the last token.</param>
/// <param name="RequestsPerSecond">Requests over the same time.</param>
/// <param name="TtftMilliseconds">From arrival to first token, mean over requests.</param>
/// <param name="TpotMilliseconds">(last − first token)/(tokens − 1), mean over requests: with equal lengths also the mean over all gaps. NaN with one token.</param>
/// <param name="Preemptions">Requests thrown out of the KV cache, of all.</param>
public sealed record ServingFigures(
    double OutputTokensPerSecond,
    double RequestsPerSecond,
    double TtftMilliseconds,
    double TpotMilliseconds,
    int Preemptions)
{
    /// <summary>The figure that <paramref name="metric"/> asks for; null where a run has none.</summary>
    public double? Of(EndToEndMetric metric)
    {
        double figure = metric switch
        {
            EndToEndMetric.OutputTokensPerSecond => OutputTokensPerSecond,
            EndToEndMetric.RequestsPerSecond => RequestsPerSecond,
            EndToEndMetric.MeanTtft or EndToEndMetric.Ttft => TtftMilliseconds,
            _ => TpotMilliseconds,
        };
        return double.IsFinite(figure) ? figure : null;
    }
}
