using Emulator.Engine;
using LoadGen.Simulation;

namespace LoadGen.Trace;

/// <summary>A request that was alive while steps were recorded, as it stood when the last of them was over. Times are model time.</summary>
public sealed record TracedRequest
{
    /// <summary>Its id in the schedule.</summary>
    public required string Id { get; init; }

    /// <summary>Client profile.</summary>
    public required string Profile { get; init; }

    /// <summary>When it came.</summary>
    public required TimeSpan ReceivedAt { get; init; }

    /// <summary>When the step that admitted it first began; null while it waits.</summary>
    public TimeSpan? AdmittedAt { get; init; }

    /// <summary>When its first token was out; null until then.</summary>
    public TimeSpan? FirstTokenAt { get; init; }

    /// <summary>When it ended; null while it lives.</summary>
    public TimeSpan? EndedAt { get; init; }

    /// <summary>How it ended, by the names of reports; null while it lives.</summary>
    public string? Outcome { get; init; }

    /// <summary>Why it ended so.</summary>
    public string? Reason { get; init; }

    /// <summary>Tokens of its prompt.</summary>
    public required int PromptTokens { get; init; }

    /// <summary>Of them, those found in the prefix cache at its first admission; null while it waits for that.</summary>
    public int? CachedTokens { get; init; }

    /// <summary>Tokens it will generate.</summary>
    public required int OutputTokensAsked { get; init; }

    /// <summary>Tokens generated.</summary>
    public required int OutputTokens { get; init; }

    /// <summary>Times it lost its KV blocks.</summary>
    public required int Preemptions { get; init; }

    internal static TracedRequest Of(SimulatedRequest request) => new()
    {
        Id = request.Id,
        Profile = request.Arrived.Profile,
        ReceivedAt = request.ReceivedAt.SinceStart,
        AdmittedAt = request.AdmittedAt?.SinceStart,
        FirstTokenAt = request.FirstTokenAt?.SinceStart,
        EndedAt = request.EndedAt?.SinceStart,
        Outcome = request.Outcome is { } outcome ? OutcomeName.Of(outcome) : null,
        Reason = request.Reason,
        PromptTokens = request.Prompt.Length,
        CachedTokens = request.AdmittedAt is null ? null : request.CachedTokens,
        OutputTokensAsked = request.Arrived.OutputTokens,
        OutputTokens = request.Outputs,
        Preemptions = request.Preemptions,
    };
}
