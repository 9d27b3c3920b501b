using System.Text.Json;

namespace Emulator.Api.OpenAi;

/// <summary>The answers of a call as one JSON object, fields and nulls as vLLM or OpenAI has them.</summary>
internal static class WholeReply
{
    /// <summary>Writes it.</summary>
    public static Task WriteAsync(HttpResponse response, CallOutcome outcome, string model) => ReplyJson.SendAsync(response, json =>
    {
        ReplyShape shape = outcome.Shape;
        ReplyJson.WriteHead(json, outcome.Answers.First(), model, shape);
        json.WriteStartArray("choices");
        int index = 0;
        foreach (Answer answer in outcome.Told)
        {
            WriteChoice(json, answer, index++, outcome);
        }

        json.WriteEndArray();
        if (shape.HasVllmFields)
        {
            json.WriteNull("service_tier");
            json.WriteString("system_fingerprint", shape.Fingerprint);
        }

        outcome.Usage.Write(json, shape, AbsentDetails.Both);
        if (shape.HasVllmFields)
        {
            if (shape.IsChat)
            {
                PromptLogprobs.Write(json, outcome.Answers.First(), shape);
                ReplyJson.WritePromptTokenIds(json, outcome.Answers.First(), shape);
                json.WriteString("prompt_text", shape.PromptText);
            }

            WriteNulls(json, ["kv_transfer_params", "ec_transfer_params", "metrics"]);
        }
        else if (shape.IsChat)
        {
            ReplyJson.WriteService(json);
        }

        json.WriteEndObject();
    });

    private static void WriteChoice(Utf8JsonWriter json, Answer answer, int index, CallOutcome outcome)
    {
        ReplyShape shape = outcome.Shape;
        TokenSpan all = new(0, answer.Tokens, IsLast: true);
        TokenSpan told = shape.EchoesOnly ? all with { Count = 0 } : all;
        json.WriteStartObject();
        json.WriteNumber("index", index);
        string text = answer.Text.Text(told.First, told.Count);
        if (shape.IsChat)
        {
            WriteMessage(json, answer, shape, text);
            WriteChatLogprobs(json, answer, told, shape);
        }
        else
        {
            json.WriteString("text", shape.EchoedTextOf(answer) + text);
            if (shape.Logprobs is { } alternatives)
            {
                LogprobsJson.WriteText(json, answer, told, alternatives, shape, shape.EchoOf(answer), textOffset: 0);
            }
            else
            {
                json.WriteNull("logprobs");
            }
        }

        json.WriteString("finish_reason", outcome.FinishReasonOf(answer));
        if (shape.HasVllmFields)
        {
            ReplyJson.WriteStopReason(json, answer);
            ReplyJson.WriteTokenIds(json, answer, all, shape);
            if (!shape.IsChat)
            {
                PromptLogprobs.Write(json, answer, shape);
                ReplyJson.WritePromptTokenIds(json, answer, shape);
            }

            json.WriteNull("routed_experts");
        }

        json.WriteEndObject();
    }

    private static void WriteNulls(Utf8JsonWriter json, IEnumerable<string> names)
    {
        foreach (string name in names)
        {
            json.WriteNull(name);
        }
    }

    private static void WriteMessage(Utf8JsonWriter json, Answer answer, ReplyShape shape, string text)
    {
        json.WriteStartObject("message");
        json.WriteString("role", shape.Role);
        json.WriteString("content", shape.Tool is null ? shape.Continued + text : shape.TextBesideTool);

        WriteNulls(json, shape.HasVllmFields ? ["refusal", "annotations", "audio", "function_call"] : ["refusal"]);
        if (!shape.HasVllmFields)
        {
            json.WriteStartArray("annotations");
            json.WriteEndArray();
        }

        if (shape.CallsOldFunction)
        {
            WriteFunction(json, "function_call", shape, text);
        }
        else if (shape.Tool is not null)
        {
            json.WriteStartArray("tool_calls");
            json.WriteStartObject();
            json.WriteString("id", ReplyJson.ToolCallId(answer, shape));
            json.WriteString("type", "function");
            WriteFunction(json, "function", shape, text);
            json.WriteEndObject();
            json.WriteEndArray();
        }

        if (shape.HasVllmFields)
        {
            json.WriteNull("reasoning");
        }

        json.WriteEndObject();
    }

    private static void WriteFunction(Utf8JsonWriter json, string member, ReplyShape shape, string arguments)
    {
        json.WriteStartObject(member);
        json.WriteString("name", shape.Tool);
        json.WriteString("arguments", arguments);
        json.WriteEndObject();
    }

    private static void WriteChatLogprobs(Utf8JsonWriter json, Answer answer, TokenSpan all, ReplyShape shape)
    {
        if (shape.Logprobs is { } alternatives)
        {
            LogprobsJson.WriteChat(json, answer, all, alternatives, shape);
        }
        else
        {
            json.WriteNull("logprobs");
        }
    }
}
