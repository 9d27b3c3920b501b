using System.Text.Json;
using Emulator.Api.OpenAi.Bodies.VllmRules;

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
    /// <param name="reception">Where they arrive.</param>
    /// <exception cref="Admission.RefusedException">There are none, one of them is no text, or it calls what vLLM does not know.</exception>
    public static (string Role, string Content)[] TextsOf(IReadOnlyList<ChatTurn> turns, Reception reception)
    {
        (string Role, string Content)[] texts = [.. turns.Select(turn => (turn.Role!, turn.Text(reception.Setup.Model.Name)))];
        if (!reception.Behaviour.HasOpenAiRequests)
        {
            RequireFunctionCalls(turns);
        }

        // What the templates of most models come to that look at the first message.
        return texts.Length > 0 ? texts : throw ErrorTable.Invalid(null, "list object has no element 0");
    }

    // What turns say that the model called, which vLLM looks at once it has read all texts (chat_utils.py).
    private static void RequireFunctionCalls(IReadOnlyList<ChatTurn> turns)
    {
        const string field = "tool_calls";
        foreach (JsonElement call in turns.Where(turn => turn is { Role: "assistant", ToolCalls.ValueKind: JsonValueKind.Array }).SelectMany(turn => turn.ToolCalls.EnumerateArray()))
        {
            SamplingCheck.Need(call.ValueKind == JsonValueKind.Object, field, $"assistant tool_calls entries must be objects.");
            bool isFunction = (!call.TryGetProperty("type", out JsonElement type) || type.Is("function")) && call.Given("function").ValueKind == JsonValueKind.Object;
            SamplingCheck.Need(isFunction, field, $"chat completions only support assistant tool_calls of type 'function'.");
        }
    }

    // What is said, and called.
    private string Text(string model) => TextOf(Content, model) + (ToolCalls.ValueKind == JsonValueKind.Array ? ToolCalls.GetRawText() : "");

    private static string TextOf(JsonElement content, string model) => content.ValueKind switch
    {
        JsonValueKind.String => content.GetString()!,
        JsonValueKind.Array => string.Join('\n', content.EnumerateArray().Select(part => ContentPart.TextOf(part, model)).Where(text => text.Length > 0)),
        JsonValueKind.Null or JsonValueKind.Undefined => "",
        _ => throw new InvalidOperationException("The body's shape was checked."),
    };
}
