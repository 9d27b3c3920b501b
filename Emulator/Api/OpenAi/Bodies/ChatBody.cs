using System.Numerics;
using System.Text.Json;

namespace Emulator.Api.OpenAi.Bodies;

/// <summary>The body of a chat request.</summary>
internal sealed record ChatBody : GenerationBody, ILayoutBody
{
    /// <summary>The conversation, oldest turn first.</summary>
    public IReadOnlyList<ChatTurn>? Messages { get; init; }

    /// <summary>The newer name of <c>max_tokens</c>; it wins.</summary>
    public BigInteger? MaxCompletionTokens { get; init; }

    /// <summary>Whether to tell each token's probability.</summary>
    public bool? Logprobs { get; init; }

    /// <summary>And those of so many alternatives.</summary>
    public BigInteger? TopLogprobs { get; init; }

    /// <inheritdoc/>
    public bool? AddGenerationPrompt { get; init; }

    /// <inheritdoc/>
    public bool? ContinueFinalMessage { get; init; }

    /// <summary>Whether the answer tells the prompt's text, layout included.</summary>
    public bool? ReturnPromptText { get; init; }

    /// <summary>Checked, and without effect: nothing is thought here.</summary>
    public string? ReasoningEffort { get; init; }

    /// <summary>Checked, and without effect: no template reads them.</summary>
    public JsonElement Documents { get; init; }

    /// <inheritdoc/>
    public string? ChatTemplate { get; init; }

    /// <inheritdoc/>
    public JsonElement ChatTemplateKwargs { get; init; }

    /// <summary>Checked, and without effect: an answer calls one function.</summary>
    public bool? ParallelToolCalls { get; init; }

    /// <summary>The same as OpenAI's API had them before <see cref="Tools"/>; vLLM does not look at them.</summary>
    public JsonElement Functions { get; init; }

    /// <summary>Whether one of <see cref="Functions"/> is called, and which.</summary>
    public JsonElement FunctionCall { get; init; }

    /// <summary>Functions that may be called.</summary>
    public JsonElement Tools { get; init; }

    /// <summary>Whether one is called, and which.</summary>
    public JsonElement ToolChoice { get; init; }
}
