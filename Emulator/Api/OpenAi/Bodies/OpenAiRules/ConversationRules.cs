using System.Text.Json;
using static Emulator.Api.OpenAi.Bodies.OpenAiRules.SharedParameters;

namespace Emulator.Api.OpenAi.Bodies.OpenAiRules;

/// <summary>What OpenAI's API wants of messages beyond their shape: text for each, and a result for each call of a function.</summary>
internal static class ConversationRules
{
    /// <summary>Refuses what it would.</summary>
    /// <param name="messages">A list of messages, each of the right shape.</param>
    /// <exception cref="Admission.RefusedException">It would.</exception>
    public static void Require(JsonElement messages)
    {
        HashSet<string> open = [];
        int index = 0;
        foreach (JsonElement message in messages.EnumerateArray())
        {
            string role = message.GetProperty("role").GetString()!;
            if (role == "tool")
            {
                RequireCall(message, index, open);
            }
            else
            {
                RequireNoneOpen(open, index);
            }

            if (role == "function" && !Has(message, "name"))
            {
                throw OpenAiFault.Of("Missing parameter 'name': messages with role 'function' must have a 'name'.", $"messages.[{index}].name", code: null);
            }

            RequireContent(message, role, index);
            open.UnionWith(Has(message, "tool_calls") ? message.GetProperty("tool_calls").EnumerateArray().Select(call => call.GetProperty("id").GetString()!) : []);
            index++;
        }

        RequireNoneOpen(open, index);
    }

    private static void RequireCall(JsonElement message, int index, HashSet<string> open)
    {
        if (!Has(message, "tool_call_id"))
        {
            throw OpenAiFault.Missing($"messages[{index}].tool_call_id");
        }

        if (!open.Remove(message.GetProperty("tool_call_id").GetString()!))
        {
            // The API's own spelling.
            throw OpenAiFault.Of("Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.", $"messages.[{index}].role", code: null);
        }
    }

    private static void RequireNoneOpen(HashSet<string> open, int index)
    {
        if (open.Count > 0)
        {
            throw OpenAiFault.Of(
                $"An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: {string.Join(", ", open)}",
                $"messages.[{index}].role",
                code: null);
        }
    }

    private static void RequireContent(JsonElement message, string role, int index)
    {
        if (!Has(message, "content"))
        {
            if (role != "assistant" || !(Has(message, "tool_calls") || Has(message, "function_call") || Has(message, "refusal") || Has(message, "audio")))
            {
                throw message.TryGetProperty("content", out _)
                    ? OpenAiFault.Of("Invalid value for 'content': expected a string, got null.", $"messages.[{index}].content", code: null)
                    : OpenAiFault.Missing($"messages[{index}].content");
            }

            return;
        }

        JsonElement content = message.GetProperty("content");
        foreach ((JsonElement part, int at) in content.ValueKind == JsonValueKind.Array ? content.EnumerateArray().Select((part, at) => (part, at)) : [])
        {
            string type = part.GetProperty("type").GetString()!;
            if (type is not ("text" or "refusal"))
            {
                throw OpenAiFault.Of($"Invalid content type. {type} is only supported by certain models.", $"messages.[{index}].content.[{at}].type", code: null);
            }

            if (!Has(part, type))
            {
                throw OpenAiFault.Missing($"messages[{index}].content[{at}].{type}");
            }

            AnyText.Require(part.GetProperty(type), $"messages[{index}].content[{at}].{type}");
        }
    }
}
