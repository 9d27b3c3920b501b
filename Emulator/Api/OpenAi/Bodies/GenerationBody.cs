using System.Numerics;
using System.Text.Json;

namespace Emulator.Api.OpenAi.Bodies;

/// <summary>What the bodies of chat and text requests share: OpenAI's fields, vLLM's own, and this server's (<c>timeout</c>, <c>synthetic</c>).</summary>
internal abstract record GenerationBody
{
    /// <summary>The served model's name.</summary>
    public string? Model { get; init; }

    /// <summary>Most tokens to generate.</summary>
    public BigInteger? MaxTokens { get; init; }

    /// <summary>Fewest tokens to generate.</summary>
    public BigInteger? MinTokens { get; init; }

    /// <summary>Whether to send tokens as they come.</summary>
    public bool? Stream { get; init; }

    /// <summary>How to stream.</summary>
    public StreamOptions? StreamOptions { get; init; }

    /// <summary>Answers to each prompt.</summary>
    public BigInteger? N { get; init; }

    /// <summary>Seeds the answer.</summary>
    public long? Seed { get; init; }

    /// <summary>A text, or several, at which to stop.</summary>
    public JsonElement Stop { get; init; }

    /// <summary>Tokens at which to stop.</summary>
    public IReadOnlyList<BigInteger>? StopTokenIds { get; init; }

    /// <summary>Whether the text at which it stopped belongs to the answer.</summary>
    public bool? IncludeStopStrInOutput { get; init; }

    /// <summary>Whether to go on to the limit.</summary>
    public bool? IgnoreEos { get; init; }

    /// <summary>Whether the prompt comes before the answer.</summary>
    public bool? Echo { get; init; }

    /// <summary>Checked, and without effect: nothing is sampled here.</summary>
    public double? Temperature { get; init; }

    /// <inheritdoc cref="Temperature"/>
    public double? TopP { get; init; }

    /// <inheritdoc cref="Temperature"/>
    public BigInteger? TopK { get; init; }

    /// <inheritdoc cref="Temperature"/>
    public double? MinP { get; init; }

    /// <inheritdoc cref="Temperature"/>
    public double? FrequencyPenalty { get; init; }

    /// <inheritdoc cref="Temperature"/>
    public double? PresencePenalty { get; init; }

    /// <inheritdoc cref="Temperature"/>
    public double? RepetitionPenalty { get; init; }

    /// <inheritdoc cref="Temperature"/>
    public JsonElement LogitBias { get; init; }

    /// <inheritdoc cref="Temperature"/>
    public IReadOnlyList<BigInteger>? AllowedTokenIds { get; init; }

    /// <inheritdoc cref="Temperature"/>
    public IReadOnlyList<string>? BadWords { get; init; }

    /// <inheritdoc cref="Temperature"/>
    public bool? UseBeamSearch { get; init; }

    /// <inheritdoc cref="Temperature"/>
    public RepetitionDetection? RepetitionDetection { get; init; }

    /// <summary>Checked, and without effect: nothing is thought here.</summary>
    public JsonElement ThinkingTokenBudget { get; init; }

    /// <summary>Checked, and without effect: there is nobody to hand caches to.</summary>
    public JsonElement KvTransferParams { get; init; }

    /// <inheritdoc cref="KvTransferParams"/>
    public JsonElement EcTransferParams { get; init; }

    /// <summary>Checked, and without effect: there are no extensions that would read them.</summary>
    public JsonElement VllmXargs { get; init; }

    /// <summary>Alternatives to tell with the probability of each token of the prompt.</summary>
    public BigInteger? PromptLogprobs { get; init; }

    /// <summary>Checked, and without effect: tokens whose probabilities are told instead of the likeliest.</summary>
    public IReadOnlyList<BigInteger>? LogprobTokenIds { get; init; }

    /// <summary>Tokens of the prompt that are kept; -1 = as many as there is room for.</summary>
    public long? TruncatePromptTokens { get; init; }

    /// <summary>On which side the others are left out.</summary>
    public string? TruncationSide { get; init; }

    /// <summary>Tokens that are written at once, where they are more than the server's own.</summary>
    public BigInteger? StreamInterval { get; init; }

    /// <summary>What form the answer has.</summary>
    public JsonElement ResponseFormat { get; init; }

    /// <summary>The same in vLLM's terms.</summary>
    public JsonElement StructuredOutputs { get; init; }

    /// <summary>Whether the answer names its tokens' ids, and those of its prompt.</summary>
    public bool? ReturnTokenIds { get; init; }

    /// <summary>Whether probabilities call tokens by their ids.</summary>
    public bool? ReturnTokensAsTokenIds { get; init; }

    /// <summary>Whom the request belongs to.</summary>
    public string? User { get; init; }

    /// <summary>With whom it shares cached prefixes.</summary>
    public string? CacheSalt { get; init; }

    /// <summary>Smaller goes first.</summary>
    public long? Priority { get; init; }

    /// <summary>Total time in seconds of model time.</summary>
    public double? Timeout { get; init; }

    /// <summary>The caller's own id.</summary>
    public string? RequestId { get; init; }

    /// <summary>A prompt by size instead of by text.</summary>
    public SyntheticBody? Synthetic { get; init; }
}
