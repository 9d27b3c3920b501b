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
        foreach (Answer answer in outcome.Answers)
        {
            WriteChoice(json, answer, outcome);
        }

        json.WriteEndArray();
        if (shape.HasVllmFields)
        {
            json.WriteNull("service_tier");
            json.WriteNull("system_fingerprint");
        }

        outcome.Usage.Write(json, shape, writesAbsent: true);
        if (shape.HasVllmFields)
        {
            if (shape.IsChat)
            {
                PromptLogprobs.Write(json, outcome.Answers.First(), shape);
            }

            WriteNulls(json, shape.IsChat ? s_absentInChats : s_absentInTexts);
        }
        else if (shape.IsChat)
        {
            ReplyJson.WriteService(json);
        }

        json.WriteEndObject();
    });

    private static readonly string[] s_absentInTexts = ["kv_transfer_params", "ec_transfer_params", "metrics"];

    private static readonly string[] s_absentInChats = ["prompt_token_ids", "prompt_text", .. s_absentInTexts];

    private static void WriteChoice(Utf8JsonWriter json, Answer answer, CallOutcome outcome)
    {
        ReplyShape shape = outcome.Shape;
        TokenSpan all = new(0, shape.EchoesOnly ? 0 : answer.Length, IsLast: true);
        json.WriteStartObject();
        json.WriteNumber("index", answer.Index);
        string text = answer.Text.Text(all.First, all.Count);
        if (shape.IsChat)
        {
            WriteMessage(json, answer, shape, shape.Continued + text);
            WriteChatLogprobs(json, answer, all, shape);
        }
        else
        {
            IReadOnlyList<Content.TextPiece> echo = shape.Echoes.Count > 0 ? shape.Echoes[answer.Asked.PromptIndex] : [];
            json.WriteString("text", string.Concat(echo.Select(piece => piece.Text)) + text);
            if (shape.Logprobs is { } alternatives)
            {
                LogprobsJson.WriteText(json, answer, all, alternatives, echo, textOffset: 0);
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
                json.WriteNull("prompt_token_ids");
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
        json.WriteString("role", Content.PromptTokenizer.AnswerRole);
        // Beside a call there is no text; vLLM makes that an empty one where the function was asked for by name.
        bool isAbsent = shape.Tool is not null && (shape.FinishesAsToolCalls || !shape.HasVllmFields);
        json.WriteString("content", isAbsent ? null : shape.Tool is null ? text : "");

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
