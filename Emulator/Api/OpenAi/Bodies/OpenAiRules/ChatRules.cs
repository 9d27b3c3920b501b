using System.Text.Json;
using static Emulator.Api.OpenAi.Bodies.OpenAiRules.SharedParameters;

namespace Emulator.Api.OpenAi.Bodies.OpenAiRules;

/// <summary>What OpenAI's API takes on <c>/v1/chat/completions</c>.</summary>
internal static class ChatRules
{
    private static readonly ObjectOf s_any = new() { TakesOthers = true };

    private static readonly ObjectOf s_part = new(new Parameter("type", new Word("text", "image_url", "input_audio", "refusal", "audio", "file")) { IsRequired = true }) { TakesOthers = true };

    private static readonly ObjectOf s_toolCall = new(
        new Parameter("id", new Text(40)) { IsRequired = true },
        new Parameter("type", new Word("function", "custom")) { IsRequired = true },
        new Parameter("function", new ObjectOf(new Parameter("name", AnyText) { IsRequired = true }, new Parameter("arguments", AnyText) { IsRequired = true })),
        new Parameter("custom", s_any));

    private static readonly ObjectOf s_message = new(
        new Parameter("role", new Word("system", "assistant", "user", "function", "tool", "developer")) { IsRequired = true },
        new Parameter("content", new OneOf(AnyText, new ListOf(s_part, "objects"))),
        new Parameter("name", AnyText),
        new Parameter("refusal", AnyText),
        new Parameter("audio", s_any),
        new Parameter("annotations", new ListOf(s_any, "objects")),
        new Parameter("function_call", s_any),
        new Parameter("tool_calls", new ListOf(s_toolCall, "objects", Least: 1)),
        new Parameter("tool_call_id", AnyText));

    private static readonly ObjectOf s_function = new(
        new Parameter("name", Text.Identifier) { IsRequired = true },
        new Parameter("description", AnyText),
        new Parameter("parameters", s_any),
        new Parameter("strict", YesNo));

    private static readonly ObjectOf s_tool = new(
        new Parameter("type", new Word("function")) { IsRequired = true },
        new Parameter("function", s_function));

    private static readonly ObjectOf s_format = new(
        new Parameter("type", new Word("json_object", "json_schema", "text")) { IsRequired = true },
        new Parameter("json_schema", new ObjectOf(
            new Parameter("name", Text.Identifier) { IsRequired = true },
            new Parameter("description", AnyText),
            new Parameter("schema", s_any),
            new Parameter("strict", YesNo))));

    private static readonly ObjectOf s_body = new(
    [
        new Parameter("model", AnyText) { IsRequired = true },
        new Parameter("messages", new ListOf(s_message, "objects", Least: 1)) { IsRequired = true },
        .. All,
        new Parameter("audio", s_any),
        new Parameter("function_call", FunctionRules.Choice),
        new Parameter("functions", FunctionRules.List),
        new Parameter("logprobs", YesNo),
        new Parameter("max_completion_tokens", new Whole(1)),
        new Parameter("max_tokens", new Whole(1)),
        new Parameter("metadata", new MapOf(new Text(512))),
        new Parameter("modalities", new ListOf(new Word("text", "audio"), "strings")),
        new Parameter("moderation", s_any),
        new Parameter("parallel_tool_calls", YesNo),
        new Parameter("prediction", s_any),
        new Parameter("prompt_cache_key", Name),
        new Parameter("prompt_cache_retention", AnyText),
        new Parameter("reasoning_effort", new Word("none", "minimal", "low", "medium", "high", "xhigh")),
        new Parameter("response_format", s_format),
        new Parameter("safety_identifier", Name),
        new Parameter("service_tier", new Word("auto", "default", "flex", "scale", "priority")),
        new Parameter("store", YesNo),
        new Parameter("tool_choice", new OneOf(new Word("none", "auto", "required"), s_any)),
        new Parameter("tools", new ListOf(s_tool, "objects", Most: 128, Least: 1)),
        new Parameter("top_logprobs", new Whole(0, 20)),
        new Parameter("verbosity", new Word("low", "medium", "high")),
        new Parameter("web_search_options", s_any),
    ]);

    /// <summary>Refuses what it would.</summary>
    /// <exception cref="Admission.RefusedException">It would.</exception>
    public static void Require(JsonElement body)
    {
        RequireModel(body);
        s_body.Require(body, "");
        RequireStream(body);
        RequireTogether(body);
        ConversationRules.Require(body.GetProperty("messages"));
        RequireTools(body);
        FunctionRules.Require(body);
        RequireFormat(body);
    }

    private static void RequireTogether(JsonElement body)
    {
        if (Has(body, "max_tokens") && Has(body, "max_completion_tokens"))
        {
            throw OpenAiFault.Of("Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.", "max_tokens", "invalid_parameter_combination");
        }

        if (Has(body, "modalities") && body.GetProperty("modalities").EnumerateArray().Any(modality => modality.GetString() == "audio"))
        {
            throw OpenAiFault.Of("Unsupported value: 'modalities' does not support 'audio' with this model.", "modalities", "unsupported_value");
        }

        if (Has(body, "top_logprobs") && !IsTrue(body, "logprobs"))
        {
            throw OpenAiFault.Of("The 'top_logprobs' parameter is only allowed when 'logprobs' is enabled.", "top_logprobs", code: null);
        }
    }

    private static void RequireTools(JsonElement body)
    {
        bool hasTools = Has(body, "tools");
        if (Has(body, "parallel_tool_calls") && !hasTools)
        {
            throw OpenAiFault.Of("Invalid value for 'parallel_tool_calls': 'parallel_tool_calls' is only allowed when 'tools' are specified.", "parallel_tool_calls", code: null);
        }

        foreach ((JsonElement tool, int index) in hasTools ? body.GetProperty("tools").EnumerateArray().Select((tool, index) => (tool, index)) : [])
        {
            string type = tool.GetProperty("type").GetString()!;
            if (!Has(tool, type))
            {
                throw OpenAiFault.Missing($"tools[{index}].{type}");
            }

            StrictSchema.RequireFunction(tool.GetProperty(type), $"tools[{index}].{type}.parameters");
        }

        if (!Has(body, "tool_choice") || body.GetProperty("tool_choice") is { ValueKind: JsonValueKind.String } word && word.GetString() == "none")
        {
            return;
        }

        if (!hasTools)
        {
            throw OpenAiFault.Of("Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified.", "tool_choice", code: null);
        }

        RequireChosenTool(body.GetProperty("tool_choice"), body.GetProperty("tools"));
    }

    private static void RequireChosenTool(JsonElement choice, JsonElement tools)
    {
        if (choice.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        s_choice.Require(choice, "tool_choice");
        string name = choice.GetProperty("function").GetProperty("name").GetString()!;
        if (!tools.EnumerateArray().Any(tool => Has(tool, "function") && tool.GetProperty("function").GetProperty("name").GetString() == name))
        {
            throw OpenAiFault.Of($"Tool choice '{name}' not found in 'tools' parameter.", "tool_choice", code: null);
        }
    }

    private static readonly ObjectOf s_choice = new(
        new Parameter("type", new Word("function")) { IsRequired = true },
        new Parameter("function", new ObjectOf(new Parameter("name", AnyText) { IsRequired = true })) { IsRequired = true });

    private static void RequireFormat(JsonElement body)
    {
        string type = Has(body, "response_format") ? body.GetProperty("response_format").GetProperty("type").GetString()! : "text";
        if (type == "json_schema" && !Has(body.GetProperty("response_format"), "json_schema"))
        {
            throw OpenAiFault.Missing("response_format.json_schema");
        }

        if (type == "json_schema" && !Has(body.GetProperty("response_format").GetProperty("json_schema"), "schema"))
        {
            throw OpenAiFault.Missing("response_format.json_schema.schema");
        }

        if (type == "json_schema")
        {
            StrictSchema.RequireFormat(body.GetProperty("response_format").GetProperty("json_schema"));
        }

        if (type == "json_object" && !body.GetProperty("messages").GetRawText().Contains("json", StringComparison.OrdinalIgnoreCase))
        {
            throw OpenAiFault.Of("'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.", "messages", code: null);
        }
    }
}
