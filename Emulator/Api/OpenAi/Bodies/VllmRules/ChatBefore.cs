using System.Text.Json;
using Emulator.Api.OpenAi.Bodies.Pydantic;

namespace Emulator.Api.OpenAi.Bodies.VllmRules;

/// <summary>
/// What vLLM looks at in the body of a chat before pydantic looks at any field (validators of mode "before" in <c>openai/chat_completion/protocol.py</c>). Of two such faults
/// the one of the validator that is written last is told: pydantic calls them from the last to the first.
/// </summary>
internal static class ChatBefore
{
    private const string CorrectUsage = """Correct usage: `{"type": "function", "function": {"name": "my_function"}}`""";

    /// <summary>Looks at it.</summary>
    /// <exception cref="Admission.RefusedException">Something is not allowed.</exception>
    public static void Check(JsonElement body)
    {
        CheckMessages(body);
        CheckLayout(body);
        CheckTools(body);
        SharedBefore.CheckStructuredOutputs(body, MayConstrain(body), parameter: null);
        SharedBefore.CheckLogprobTokens(body, body.Holds("logprobs"), "`logprobs` must be set to true");
        SharedBefore.CheckNumbers(body, "top_logprobs");
        SharedBefore.CheckNotNegative(body, "top_logprobs");
        SamplingCheck.Need(
            !(body.Given("top_logprobs").Number() is -1 or > 0) || body.Holds("logprobs"), "top_logprobs", $"when using `top_logprobs`, `logprobs` must be set to true.");
        SharedBefore.CheckStreamOptions(body);
        SharedBefore.CheckResponseFormat(body);
    }

    /// <summary>Looks at how a conversation is to end, on whichever path.</summary>
    /// <exception cref="Admission.RefusedException">In two ways.</exception>
    public static void CheckLayout(JsonElement body) => SamplingCheck.Need(
        !body.Holds("continue_final_message") || !body.Holds("add_generation_prompt"), null, $"Cannot set both `continue_final_message` and `add_generation_prompt` to True.");

    // It walks over them, whatever they are; of what is walked over it only logs.
    private static void CheckMessages(JsonElement body)
    {
        string? type = !body.TryGetProperty("messages", out JsonElement messages) ? null : messages.ValueKind switch
        {
            JsonValueKind.Null => "NoneType",
            JsonValueKind.True or JsonValueKind.False => "bool",
            JsonValueKind.Number => messages.GetRawText().AsSpan().IndexOfAny('.', 'e', 'E') < 0 ? "int" : "float",
            _ => null,
        };
        SamplingCheck.Need(type is null, null, $"'{type}' object is not iterable");
    }

    private static bool MayConstrain(JsonElement body) =>
        !body.TryGetProperty("tool_choice", out JsonElement choice) || choice.Is("none") || choice.Is("auto") || choice.Is("required");

    private static void CheckTools(JsonElement body)
    {
        JsonElement tools = body.Given("tools");
        SamplingCheck.Need(
            tools.ValueKind != JsonValueKind.Array || tools.GetArrayLength() > 0,
            "tools",
            $"`tools` must not be an empty array. Either provide at least one tool or omit the field entirely.");
        JsonElement choice = body.Given("tool_choice");
        if (!choice.IsGiven() || choice.Is("none"))
        {
            return;
        }

        SamplingCheck.Need(tools.IsGiven(), "tool_choice", $"When using `tool_choice`, `tools` must be set.");
        SamplingCheck.Need(
            choice.ValueKind == JsonValueKind.Object || choice.Is("auto") || choice.Is("required"),
            "tool_choice",
            $"Invalid value for `tool_choice`: {PythonText.Shown(choice)}! Only named tools, \"none\", \"auto\" or \"required\" are supported.");
        if (choice.ValueKind == JsonValueKind.Object)
        {
            CheckNamed(choice, tools);
        }
    }

    private static void CheckNamed(JsonElement choice, JsonElement tools)
    {
        JsonElement function = choice.Given("function");
        SamplingCheck.Need(
            function.ValueKind == JsonValueKind.Object,
            "tool_choice.function",
            $"Invalid value for `function`: `{(function.IsGiven() ? PythonText.Shown(function) : "None")}` in `tool_choice`! {CorrectUsage}");
        bool hasName = function.TryGetProperty("name", out JsonElement name);
        SamplingCheck.Need(hasName, "tool_choice.function.name", $"Expected field `name` in `function` in `tool_choice`! {CorrectUsage}");
        SamplingCheck.Need(
            name.ValueKind == JsonValueKind.String && !name.Is(""),
            "tool_choice.function.name",
            $"Invalid `name` in `function`: `{PythonText.Shown(name)}` in `tool_choice`! {CorrectUsage}");

        // Of tools that are none pydantic tells more.
        JsonElement[] names = tools.ValueKind == JsonValueKind.Array ? [.. tools.EnumerateArray().Select(NameOf)] : [];
        SamplingCheck.Need(
            names.Length == 0 || Array.Exists(names, one => !one.IsGiven() || one.Is(JsonText.LaxString(name))),
            "tool_choice",
            $"The tool specified in `tool_choice` does not match any of the specified `tools`");
    }

    private static JsonElement NameOf(JsonElement tool) =>
        tool.ValueKind == JsonValueKind.Object && tool.Given("function") is { ValueKind: JsonValueKind.Object } function ? function.Given("name") : default;
}
