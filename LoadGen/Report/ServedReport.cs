using LoadGen.Measure;

namespace LoadGen.Report;

/// <summary>A configuration that was really served: its live run beside the simulation of the same schedule.</summary>
/// <param name="Configuration">Its name.</param>
/// <param name="Live">What real traffic saw.</param>
/// <param name="Simulated">The same schedule in virtual time.</param>
/// <param name="Steps">Engine steps of the live run.</param>
/// <param name="PlanHash">Hash over the live run's step plans.</param>
/// <param name="ReplayDifference">Where the replay of its journal parts from it; null when every plan is identical.</param>
/// <param name="Medians">Measured beside simulated.</param>
/// <param name="LongPrompt">What became of the 12,510-token prompt; null when the run was interrupted before.</param>
public sealed record ServedReport(
    string Configuration,
    RunReport Live,
    RunReport Simulated,
    long Steps,
    string PlanHash,
    string? ReplayDifference,
    IReadOnlyList<MedianCheck> Medians,
    string? LongPrompt)
{
    /// <summary>Tokens of the long prompt: the founding study's, which no step of its smaller preset can hold.</summary>
    public const int LongPromptTokens = 12_510;

    /// <summary>Whether the journal's replay made the identical sequence of plans.</summary>
    public bool ReplayIdentical => ReplayDifference is null;

    /// <summary>How late the host was, for people.</summary>
    internal string LatenessText()
    {
        string Of(LatencySummary? late) => $"p50 {Figures.Duration(late?.P50)}, p99 {Figures.Duration(late?.P99)}, max {Figures.Duration(late?.Max)}";
        return $"late, wall time: steps {Of(Live.Host.StepLateness)}; sends {Of(Live.Host.SendLateness)}";
    }

    /// <summary>The outcomes of both runs, for people.</summary>
    internal string PaceText() => Live.Host.KeptUp switch { true => "host kept up", false => "host did not keep up", null => "host's pace unknown" };

    internal string OutcomesText() => $"live: {OutcomesOf(Live)}; simulated: {OutcomesOf(Simulated)}";

    private static string OutcomesOf(RunReport run) => string.Join(", ", Enum.GetValues<LoadOutcome>()
        .Where(outcome => run.Outcomes[outcome] > 0)
        .Select(outcome => $"{Figures.Count(run.Outcomes[outcome])} {outcome.ToText().Replace('_', ' ')}"));
}
