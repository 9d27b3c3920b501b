using System.Text.Json;

namespace Emulator.Api.OpenAi;

/// <summary>A complete chat answer as JSON, and the pieces that streams share with it.</summary>
internal static class ChatReply
{
    /// <summary>Writes the whole answer.</summary>
    public static async Task WriteAsync(HttpResponse response, Answer answer, string model)
    {
        response.ContentType = "application/json";
        using (Utf8JsonWriter json = new(response.BodyWriter))
        {
            WriteHead(json, answer, model, "chat.completion");
            json.WriteStartArray("choices");
            json.WriteStartObject();
            json.WriteNumber("index", 0);
            json.WriteStartObject("message");
            json.WriteString("role", "assistant");
            json.WriteString("content", answer.Text.Text(0, answer.Length));
            json.WriteEndObject();
            json.WriteNull("logprobs");
            json.WriteString("finish_reason", FinishReasonOf(answer));
            json.WriteEndObject();
            json.WriteEndArray();
            WriteUsage(json, answer);
            json.WriteEndObject();
        }

        await response.BodyWriter.FlushAsync(response.HttpContext.RequestAborted);
    }

    /// <summary>Opens an object with what every reply and chunk begins with.</summary>
    public static void WriteHead(Utf8JsonWriter json, Answer answer, string model, string kind)
    {
        json.WriteStartObject();
        json.WriteString("id", $"chatcmpl-{answer.Request.Id}");
        json.WriteString("object", kind);
        json.WriteNumber("created", answer.ReceivedAt.ToUnixTimeSeconds());
        json.WriteString("model", model);
    }

    /// <summary>Tokens used by a completed request.</summary>
    public static void WriteUsage(Utf8JsonWriter json, Answer answer)
    {
        json.WriteStartObject("usage");
        json.WriteNumber("prompt_tokens", answer.PromptTokens);
        json.WriteNumber("completion_tokens", answer.Request.Outputs);
        json.WriteNumber("total_tokens", answer.Request.Tokens);
        json.WriteStartObject("prompt_tokens_details");
        json.WriteNumber("cached_tokens", answer.Request.CachedTokens);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Why a completed request ended.</summary>
    public static string FinishReasonOf(Answer answer) => answer.Stopped ? "stop" : "length";
}
