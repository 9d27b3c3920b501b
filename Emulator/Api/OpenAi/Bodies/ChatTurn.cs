using System.Text.Json;

namespace Emulator.Api.OpenAi.Bodies;

/// <summary>One turn of a conversation.</summary>
internal sealed record ChatTurn
{
    /// <summary>Who speaks.</summary>
    public string? Role { get; init; }

    /// <summary>A string, or an array of parts of which text is read.</summary>
    public JsonElement Content { get; init; }

    /// <summary>Functions that the model called.</summary>
    public JsonElement ToolCalls { get; init; }

    /// <summary>What is said, and called.</summary>
    /// <exception cref="Admission.RefusedException">It is no text.</exception>
    public string Text => TextOf(Content) + (ToolCalls.ValueKind == JsonValueKind.Array ? ToolCalls.GetRawText() : "");

    /// <summary>Who says what.</summary>
    /// <exception cref="Admission.RefusedException">One of the turns is no text.</exception>
    public static (string Role, string Content)[] TextsOf(IReadOnlyList<ChatTurn> turns) =>
    [
        .. turns.Select(turn => (turn.Role!, turn.Text)),
    ];

    private static string TextOf(JsonElement content) => content.ValueKind switch
    {
        JsonValueKind.String => content.GetString()!,
        JsonValueKind.Array => string.Concat(content.EnumerateArray().Select(TextOfPart)),
        JsonValueKind.Null or JsonValueKind.Undefined => "",
        _ => throw new InvalidOperationException("The body's shape was checked."),
    };

    private static string TextOfPart(JsonElement part)
    {
        string type = part.ValueKind == JsonValueKind.Object && part.TryGetProperty("type", out JsonElement named) && named.ValueKind == JsonValueKind.String ? named.GetString()! : "text";
        return part.ValueKind == JsonValueKind.String ? part.GetString()!
            : part.ValueKind == JsonValueKind.Object && part.TryGetProperty("text", out JsonElement text) && text.ValueKind == JsonValueKind.String ? text.GetString()!
            : throw ErrorTable.Invalid("messages", type == "text" ? "messages has a part of type text without its text." : $"messages has a part of type {type}, and the model reads text only.");
    }
}
