using System.Text.Json.Serialization;

namespace LoadGen.Trace;

/// <summary>What one sequence computed in a step.</summary>
public readonly record struct TracedShare
{
    /// <summary>The request.</summary>
    public required string Id { get; init; }

    /// <summary>Prefill or decode.</summary>
    public required ShareKind Kind { get; init; }

    /// <summary>Tokens computed in this step, at least 1.</summary>
    public required int NewTokens { get; init; }

    /// <summary>Its tokens in the KV cache before the step, prefix hits included.</summary>
    public required int Past { get; init; }

    /// <summary>Whether it sampled a token at the step's end: every decode does, and the last chunk of a prefill.</summary>
    public required bool Sampled { get; init; }

    /// <summary>Tokens found in the prefix cache by a sequence admitted in this step; null for one that was running already.</summary>
    public int? CachedTokens { get; init; }

    /// <summary>Whether it was admitted in this step after a preemption.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Resumed { get; init; }
}
