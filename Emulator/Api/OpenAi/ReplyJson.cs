using System.Buffers;
using System.Globalization;
using System.Net.Mime;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Emulator.Numerics;

namespace Emulator.Api.OpenAi;

/// <summary>Pieces of JSON that whole replies and chunks have in common.</summary>
internal static class ReplyJson
{
    /// <summary>Text as it is, only what must be is escaped.</summary>
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Answers with JSON, whole: with its length, as real servers do.</summary>
    public static Task SendAsync(HttpResponse response, Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> body = new();
        using (Utf8JsonWriter json = new(body, Options))
        {
            write(json);
        }

        return SendAsync(response, MediaTypeNames.Application.Json, body.WrittenMemory);
    }

    /// <summary>The same with JSON as it stands.</summary>
    public static Task SendAsync(HttpResponse response, string json) => SendAsync(response, MediaTypeNames.Application.Json, json);

    /// <summary>The same with a text of another type.</summary>
    public static Task SendAsync(HttpResponse response, string type, string text) => SendAsync(response, type, Encoding.UTF8.GetBytes(text));

    private static async Task SendAsync(HttpResponse response, string type, ReadOnlyMemory<byte> body)
    {
        response.ContentType = type;
        response.ContentLength = body.Length;
        await response.BodyWriter.WriteAsync(body, response.HttpContext.RequestAborted);
    }

    /// <summary>Opens an object with what every reply and chunk begins with.</summary>
    public static void WriteHead(Utf8JsonWriter json, Answer answer, string model, ReplyShape shape)
    {
        json.WriteStartObject();
        json.WriteString("id", (shape.IsChat ? "chatcmpl-" : "cmpl-") + answer.CallId);
        json.WriteString("object", !shape.IsChat ? "text_completion" : shape.Streams ? "chat.completion.chunk" : "chat.completion");
        json.WriteNumber("created", answer.ReceivedAt.ToUnixTimeSeconds());
        json.WriteString("model", model);
        if (shape is { HasVllmFields: false, IsChat: true, Streams: true })
        {
            WriteService(json);
        }
    }

    /// <summary>What OpenAI's API tells of the service that answered.</summary>
    public static void WriteService(Utf8JsonWriter json)
    {
        json.WriteString("service_tier", "default");
        json.WriteNull("system_fingerprint");
    }

    /// <summary>What the last chunk of a stream with vLLM's fields tells of the server, if anything.</summary>
    public static void WriteFingerprint(Utf8JsonWriter json, ReplyShape shape)
    {
        if (shape is { HasVllmFields: true, Fingerprint: { } told })
        {
            json.WriteString("system_fingerprint", told);
        }
    }

    /// <summary>What stopped an answer: a text, a token, or null.</summary>
    public static void WriteStopReason(Utf8JsonWriter json, Answer answer)
    {
        if (answer.Stopped && answer.Reply.StopText is { } text)
        {
            json.WriteString("stop_reason", text);
        }
        else if (answer.Stopped && answer.Reply.StopToken is { } token)
        {
            json.WriteNumber("stop_reason", token);
        }
        else
        {
            json.WriteNull("stop_reason");
        }
    }

    /// <summary>Ids of tokens, or null where they are not told.</summary>
    public static void WriteTokenIds(Utf8JsonWriter json, Answer answer, TokenSpan span, ReplyShape shape) =>
        WriteIds(json, "token_ids", shape.HasTokenIds ? Enumerable.Range(span.First, span.Count).Select(answer.Text.Id) : null);

    /// <summary>Ids of the prompt's tokens, or null where they are not told.</summary>
    public static void WritePromptTokenIds(Utf8JsonWriter json, Answer answer, ReplyShape shape) =>
        WriteIds(json, "prompt_token_ids", shape.PromptTokenIds.Count > 0 ? shape.PromptTokenIds[answer.Asked.PromptIndex] : null);

    private static void WriteIds(Utf8JsonWriter json, string name, IEnumerable<int>? ids)
    {
        if (ids is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartArray(name);
        foreach (int id in ids)
        {
            json.WriteNumberValue(id);
        }

        json.WriteEndArray();
    }

    /// <summary>The id of the function call in an answer; the same for the same request.</summary>
    public static string ToolCallId(Answer answer, ReplyShape shape)
    {
        ulong hash = SplitMix64.Mix(Hash(answer.Request.Id));
        return shape.HasVllmFields
            ? string.Create(CultureInfo.InvariantCulture, $"chatcmpl-tool-{hash:x16}")
            : string.Create(CultureInfo.InvariantCulture, $"call_{hash:x16}{(uint)SplitMix64.Mix(hash):x8}");
    }

    private static ulong Hash(string text) => text.Aggregate(14_695_981_039_346_656_037UL, (hash, letter) => (hash ^ letter) * 1_099_511_628_211);
}
