using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Emulator.Admission;

namespace Emulator.Api.OpenAi;

/// <summary>
/// A chat answer as server-sent events. All chunks of one answer differ in their delta alone, so what stands before it is written once and
/// copied from then on; text is copied token by token, since none of it needs escaping. One flush for all tokens that are ready.
/// </summary>
/// <param name="response">Where to.</param>
/// <param name="model">The served model's name.</param>
/// <param name="includesUsage">Whether a chunk with the usage follows the last.</param>
internal sealed class ChatStream(HttpResponse response, string model, bool includesUsage)
{
    private byte[] _head = [];

    /// <summary>Whether the client has been told that it gets a stream.</summary>
    public bool HasBegun => _head.Length > 0;

    /// <summary>Writes tokens; the first ones with the role before them, the last ones with the reason and what follows behind them.</summary>
    public async Task WriteAsync(Answer answer, TokenSpan span)
    {
        PipeWriter body = response.BodyWriter;
        if (span.First == 0)
        {
            Begin(answer);
            Chunk(body, """{"role":"assistant","content":""}"""u8, "null"u8);
        }

        body.Write(_head);
        body.Write("""{"content":" """u8[..^1]);
        for (int token = span.First; token < span.First + span.Count; token++)
        {
            body.Write(answer.Text.Utf8(token));
        }

        body.Write("\"}"u8);
        Tail(body, "null"u8);
        if (span.IsLast)
        {
            End(body, answer);
        }

        await body.FlushAsync(response.HttpContext.RequestAborted);
    }

    /// <summary>Ends a stream that has begun with an error.</summary>
    public async Task FailAsync(Refusal refusal)
    {
        PipeWriter body = response.BodyWriter;
        body.Write("data: "u8);
        using (Utf8JsonWriter json = new(body))
        {
            OpenAiError.WriteObject(json, refusal, isInStream: true);
        }

        body.Write("\n\ndata: [DONE]\n\n"u8);
        await body.FlushAsync();
    }

    private void Begin(Answer answer)
    {
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-cache";
        ArrayBufferWriter<byte> head = new();
        using (Utf8JsonWriter json = new(head))
        {
            ChatReply.WriteHead(json, answer, model, "chat.completion.chunk");
            json.WriteStartArray("choices");
            json.WriteStartObject();
            json.WriteNumber("index", 0);
            json.WritePropertyName("delta");
            json.Flush();
        }

        _head = [.. "data: "u8, .. head.WrittenSpan];
    }

    private void Chunk(PipeWriter body, ReadOnlySpan<byte> delta, ReadOnlySpan<byte> finishReason)
    {
        body.Write(_head);
        body.Write(delta);
        Tail(body, finishReason);
    }

    private static void Tail(PipeWriter body, ReadOnlySpan<byte> finishReason)
    {
        body.Write(",\"logprobs\":null,\"finish_reason\":"u8);
        body.Write(finishReason);
        body.Write("}]}\n\n"u8);
    }

    private void End(PipeWriter body, Answer answer)
    {
        Chunk(body, "{}"u8, Encoding.UTF8.GetBytes($"\"{ChatReply.FinishReasonOf(answer)}\""));
        if (includesUsage)
        {
            body.Write("data: "u8);
            using Utf8JsonWriter json = new(body);
            ChatReply.WriteHead(json, answer, model, "chat.completion.chunk");
            json.WriteStartArray("choices");
            json.WriteEndArray();
            ChatReply.WriteUsage(json, answer);
            json.WriteEndObject();
            json.Flush();
            body.Write("\n\n"u8);
        }

        body.Write("data: [DONE]\n\n"u8);
    }
}
