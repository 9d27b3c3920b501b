using System.Text.Json;

namespace Emulator.Api.OpenAi.Bodies;

/// <summary>The body of a chat request.</summary>
internal sealed record ChatBody : GenerationBody
{
    /// <summary>The conversation, oldest turn first.</summary>
    public IReadOnlyList<ChatTurn>? Messages { get; init; }

    /// <summary>The newer name of <c>max_tokens</c>; it wins.</summary>
    public long? MaxCompletionTokens { get; init; }

    /// <summary>Whether to tell each token's probability.</summary>
    public bool? Logprobs { get; init; }

    /// <summary>And those of so many alternatives.</summary>
    public long? TopLogprobs { get; init; }

    /// <summary>Functions that may be called.</summary>
    public JsonElement Tools { get; init; }

    /// <summary>Whether one is called, and which.</summary>
    public JsonElement ToolChoice { get; init; }
}
