namespace LoadGen.Report;

/// <summary>A configuration that was really served: its live run beside the simulation of the same schedule.</summary>
/// <param name="Configuration">Its name.</param>
/// <param name="Live">What real traffic saw.</param>
/// <param name="Simulated">The same schedule in virtual time.</param>
/// <param name="Steps">Engine steps of the live run.</param>
/// <param name="PlanHash">Hash over the live run's step plans.</param>
/// <param name="ReplayDifference">Where the replay of its journal parts from it; null when every plan is identical.</param>
/// <param name="ServerBalance">How the server counted its requests; equal to the client's counts.</param>
/// <param name="Medians">Measured beside simulated.</param>
/// <param name="LongPrompt">What became of the 12,510-token prompt.</param>
public sealed record ServedReport(
    string Configuration,
    RunReport Live,
    RunReport Simulated,
    long Steps,
    string PlanHash,
    string? ReplayDifference,
    string ServerBalance,
    IReadOnlyList<MedianCheck> Medians,
    string? LongPrompt)
{
    /// <summary>Whether the journal's replay made the identical sequence of plans.</summary>
    public bool ReplayIdentical => ReplayDifference is null;
}
