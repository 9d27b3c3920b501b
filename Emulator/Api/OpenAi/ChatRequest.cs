using System.Text.Json;
using System.Text.Json.Serialization;

namespace Emulator.Api.OpenAi;

/// <summary>The body of a chat request, as OpenAI's API has it, with this server's own fields. Fields that are not here are ignored, as vLLM does.</summary>
internal sealed record ChatRequest
{
    /// <summary>The served model's name.</summary>
    public string? Model { get; init; }

    /// <summary>The conversation, oldest turn first.</summary>
    public IReadOnlyList<ChatTurn>? Messages { get; init; }

    /// <summary>Most tokens to generate.</summary>
    public long? MaxCompletionTokens { get; init; }

    /// <summary>The older name of the same; the newer one wins.</summary>
    public long? MaxTokens { get; init; }

    /// <summary>Whether to send tokens as they come.</summary>
    public bool? Stream { get; init; }

    /// <summary>How to stream.</summary>
    public StreamOptions? StreamOptions { get; init; }

    /// <summary>Alternatives wanted; only one is made.</summary>
    public int? N { get; init; }

    /// <summary>Seeds the answer.</summary>
    public long? Seed { get; init; }

    /// <summary>Whom the request belongs to.</summary>
    public string? User { get; init; }

    /// <summary>With whom it shares cached prefixes.</summary>
    public string? CacheSalt { get; init; }

    /// <summary>Whether to go on to the limit.</summary>
    public bool? IgnoreEos { get; init; }

    /// <summary>Smaller goes first.</summary>
    public int? Priority { get; init; }

    /// <summary>Total time in seconds of model time.</summary>
    public double? Timeout { get; init; }

    /// <summary>The caller's own id.</summary>
    public string? RequestId { get; init; }

    /// <summary>A prompt by size instead of by text.</summary>
    public SyntheticBody? Synthetic { get; init; }
}

/// <summary>One turn of a conversation.</summary>
/// <param name="Role">Who speaks.</param>
/// <param name="Content">A string, or an array of parts of which text is read.</param>
internal sealed record ChatTurn(string? Role, JsonElement Content)
{
    /// <summary>What is said.</summary>
    /// <exception cref="Admission.RefusedException">It is no text.</exception>
    public string Text => Content.ValueKind switch
    {
        JsonValueKind.String => Content.GetString()!,
        JsonValueKind.Array => string.Concat(Content.EnumerateArray().Select(TextOf)),
        JsonValueKind.Null or JsonValueKind.Undefined => "",
        _ => throw ErrorTable.Invalid("messages", "messages.content is neither a string nor an array of parts; allowed are both."),
    };

    private static string TextOf(JsonElement part) =>
        part.ValueKind == JsonValueKind.Object && part.TryGetProperty("text", out JsonElement text) && text.ValueKind == JsonValueKind.String
            ? text.GetString()!
            : throw ErrorTable.Invalid("messages", "messages.content has a part without text; allowed are parts of type text.");
}

/// <summary>How to stream.</summary>
/// <param name="IncludeUsage">Whether a chunk with the usage follows the last.</param>
internal sealed record StreamOptions(bool IncludeUsage);

/// <summary>A prompt by size.</summary>
/// <param name="Tokens">Tokens of the whole prompt.</param>
/// <param name="Prefix">What it begins with.</param>
/// <param name="OutputTokens">Tokens of the answer.</param>
internal sealed record SyntheticBody(long Tokens, IReadOnlyList<PrefixPart>? Prefix, long? OutputTokens);

/// <summary>A named stretch of prompt tokens.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Tokens">How many of its first tokens.</param>
internal sealed record PrefixPart(string? Id, long Tokens);

/// <summary>How bodies are read: snake case, compiled in.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ChatRequest))]
internal sealed partial class ChatRequestJson : JsonSerializerContext;
