namespace LoadGen.Measure;

/// <summary>What a request must meet to count as good: it completed, and each given limit holds (at most, in model time).</summary>
/// <param name="Ttft">Limit of the time to first token, from when the request was due.</param>
/// <param name="Tpot">Limit of the time per output token; an answer of one chunk meets it.</param>
/// <param name="E2e">Limit of the whole request, from when it was due.</param>
public sealed record Slo(TimeSpan? Ttft = null, TimeSpan? Tpot = null, TimeSpan? E2e = null)
{
    /// <summary>Whether <paramref name="request"/> meets every given limit.</summary>
    public bool IsMetBy(RequestRecord request) =>
        request.Outcome == LoadOutcome.Completed
        && Meets(request.Ttft, Ttft)
        && (request.Tpot is null || Meets(request.Tpot, Tpot))
        && Meets(request.E2e, E2e);

    private static bool Meets(TimeSpan? value, TimeSpan? limit) => limit is null || value <= limit;
}
