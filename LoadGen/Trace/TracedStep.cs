using System.Text.Json.Serialization;

namespace LoadGen.Trace;

/// <summary>One engine step. Its counts are those of the whole step, also where only some requests are followed.</summary>
public sealed record TracedStep
{
    /// <summary>Counts the engine's steps from 0.</summary>
    public required long Index { get; init; }

    /// <summary>When it began, model time.</summary>
    public required TimeSpan Start { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>What its duration is the sum of.</summary>
    public required TracedCost Cost { get; init; }

    /// <summary>Sequences that decoded, a token each.</summary>
    public required int Decodes { get; init; }

    /// <summary>Prefill chunks.</summary>
    public required int Chunks { get; init; }

    /// <summary>Tokens of the chunks; with the decodes, what was used of the token budget.</summary>
    public required int PrefillTokens { get; init; }

    /// <summary>Requests admitted.</summary>
    public required int Admitted { get; init; }

    /// <summary>Tokens that they found in the prefix cache.</summary>
    public required int CachedTokens { get; init; }

    /// <summary>Requests that held KV while it ran; those without a share got none of the budget.</summary>
    public required int Running { get; init; }

    /// <summary>Requests that waited while it ran.</summary>
    public required int Waiting { get; init; }

    /// <summary>KV blocks held while it ran.</summary>
    public required int KvBlocksUsed { get; init; }

    /// <summary>Requests that ended between the step before and this one: timeouts that were due, and requests that can never run here.</summary>
    public required IReadOnlyList<TracedEnd> EndedBefore { get; init; }

    /// <summary>Ids of requests that lost their KV blocks, in the order in which they did.</summary>
    public required IReadOnlyList<string> Preempted { get; init; }

    /// <summary>What each sequence computed, in running order.</summary>
    public required IReadOnlyList<TracedShare> Shares { get; init; }

    /// <summary>Requests that completed at its end, in plan order.</summary>
    public required IReadOnlyList<TracedEnd> Finished { get; init; }

    /// <summary>When it ended.</summary>
    [JsonIgnore]
    public TimeSpan End => Start + Duration;
}
