namespace LoadGen.Measure;

/// <summary>What became of one arrival. Durations are model time; null means that there was nothing to measure.</summary>
public sealed record RequestRecord
{
    /// <summary>The arrival's id in the schedule.</summary>
    public required string Id { get; init; }

    /// <summary>The client profile it belongs to.</summary>
    public required string Profile { get; init; }

    /// <summary>When it was due, from the start of the run. Not when a busy client got round to sending it.</summary>
    public required TimeSpan At { get; init; }

    /// <summary>Tokens of the prompt.</summary>
    public required int PromptTokens { get; init; }

    /// <summary>Tokens that the schedule wants generated.</summary>
    public required int OutputTokensAsked { get; init; }

    /// <summary>Tokens that were generated and received.</summary>
    public int OutputTokens { get; init; }

    /// <summary>Prompt tokens taken from the prefix cache; null when the server does not say.</summary>
    public int? CachedTokens { get; init; }

    /// <summary>How it ended.</summary>
    public required LoadOutcome Outcome { get; init; }

    /// <summary>Why it ended so, a short word of the server or the client; null when the outcome says it all.</summary>
    public string? Reason { get; init; }

    /// <summary>First token minus <see cref="At"/>: what the user waited. Present for every request that got a first token, whatever became of it.</summary>
    public TimeSpan? Ttft { get; init; }

    /// <summary>First token minus the moment the request was written: what the server can explain.</summary>
    public TimeSpan? TtftService { get; init; }

    /// <summary>(last - first token) / (tokens - tokens of the first chunk); null for a single chunk.</summary>
    public TimeSpan? Tpot { get; init; }

    /// <summary>End of the stream minus <see cref="At"/>; only of completed requests.</summary>
    public TimeSpan? E2e { get; init; }

    /// <summary>End of the stream minus the moment the request was written; only of completed requests.</summary>
    public TimeSpan? E2eService { get; init; }

    /// <summary>Time in the server's queue, as the server reports it.</summary>
    public TimeSpan? Queue { get; init; }

    /// <summary>How often the server preempted it; null when the server does not say.</summary>
    public int? Preemptions { get; init; }

    /// <summary>How often it was sent; 0 when it was due and never sent.</summary>
    public int Attempts { get; init; } = 1;

    /// <summary>W3C trace id, 32 hex digits; null without tracing.</summary>
    public string? TraceId { get; init; }

    /// <summary>Whether it is a later turn of a conversation, due its think time after the turn before had ended.</summary>
    public bool IsFollowUp { get; init; }
}
