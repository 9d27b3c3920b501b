using System.Text.Json;

namespace Emulator.Api.OpenAi.Bodies;

/// <summary>The body of <c>/tokenize</c>: a text or a conversation.</summary>
internal sealed record TokenizeBody : ILayoutBody
{
    /// <summary>The served model's name.</summary>
    public string? Model { get; init; }

    /// <summary>The text; anything else counts as none where there is a conversation.</summary>
    public JsonElement Prompt { get; init; }

    /// <summary>The conversation; not looked at where there is a text.</summary>
    public JsonElement Messages { get; init; }

    /// <summary>Functions that may be called; they are part of the prompt.</summary>
    public JsonElement Tools { get; init; }

    /// <inheritdoc/>
    public bool? AddGenerationPrompt { get; init; }

    /// <inheritdoc/>
    public bool? ContinueFinalMessage { get; init; }

    /// <inheritdoc/>
    public string? ChatTemplate { get; init; }

    /// <inheritdoc/>
    public JsonElement ChatTemplateKwargs { get; init; }

    /// <summary>Whether to tell each token's text.</summary>
    public bool? ReturnTokenStrs { get; init; }
}

/// <summary>The body of <c>/detokenize</c>.</summary>
internal sealed record DetokenizeBody
{
    /// <summary>The served model's name.</summary>
    public string? Model { get; init; }

    /// <summary>The tokens.</summary>
    public IReadOnlyList<long>? Tokens { get; init; }
}
