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

    /// <summary>Who says what.</summary>
    /// <param name="turns">The turns.</param>
    /// <param name="model">The name of the model that reads them.</param>
    /// <exception cref="Admission.RefusedException">One of the turns is no text.</exception>
    public static (string Role, string Content)[] TextsOf(IReadOnlyList<ChatTurn> turns, string model) =>
    [
        .. turns.Select(turn => (turn.Role!, turn.Text(model))),
    ];

    // What is said, and called.
    private string Text(string model) => TextOf(Content, model) + (ToolCalls.ValueKind == JsonValueKind.Array ? ToolCalls.GetRawText() : "");

    private static string TextOf(JsonElement content, string model) => content.ValueKind switch
    {
        JsonValueKind.String => content.GetString()!,
        JsonValueKind.Array => string.Concat(content.EnumerateArray().Select(part => ContentPart.TextOf(part, model))),
        JsonValueKind.Null or JsonValueKind.Undefined => "",
        _ => throw new InvalidOperationException("The body's shape was checked."),
    };
}
