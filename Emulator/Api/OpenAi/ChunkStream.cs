using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Emulator.Admission;

namespace Emulator.Api.OpenAi;

/// <summary>
/// The answers of a call as server-sent events. All plain chunks of one answer differ in their text alone, so what stands around it is written once and copied from
/// then on. One flush for all tokens that are ready.
/// </summary>
/// <param name="response">Where to.</param>
/// <param name="outcome">The call.</param>
/// <param name="reception">Who serves it.</param>
internal sealed class ChunkStream(HttpResponse response, CallOutcome outcome, Reception reception)
{
    private readonly ReplyShape _shape = outcome.Shape;
    private readonly string _model = reception.Setup.ServedModelName;
    private readonly bool _finishesInOwnChunk = reception.Behaviour.FinishesInOwnChunk;
    private ChunkFrame[] _frames = [];

    /// <summary>Whether the client has been told that it gets a stream.</summary>
    public bool HasBegun => _frames.Length > 0;

    /// <summary>Writes tokens of an answer: before the first the roles of all, behind the last the reason, and behind the last answer what ends the stream.</summary>
    public async Task WriteAsync(Answer answer, TokenSpan span, int answers)
    {
        PipeWriter body = response.BodyWriter;
        if (!HasBegun)
        {
            Begin(body, answer, answers);
        }

        ChunkFrame frame = _frames[answer.Index];
        if (span.IsLast)
        {
            WriteLast(body, frame, answer, span);
        }
        else if (frame.IsPlain)
        {
            frame.Write(body, answer, span);
        }
        else
        {
            frame.WriteInFull(body, answer, span, finishReason: null, withTokens: true);
        }

        if (span.IsLast && outcome.End(answer))
        {
            WriteEnd(body, answer);
        }

        await body.FlushAsync(response.HttpContext.RequestAborted);
    }

    /// <summary>Ends a stream that has begun with an error.</summary>
    public async Task FailAsync(Refusal refusal)
    {
        PipeWriter body = response.BodyWriter;
        body.Write("data: "u8);
        using (Utf8JsonWriter json = new(body, ReplyJson.Options))
        {
            OpenAiError.WriteObject(json, refusal, reception.Behaviour);
        }

        body.Write("\n\ndata: [DONE]\n\n"u8);
        await body.FlushAsync();
    }

    private void Begin(PipeWriter body, Answer first, int answers)
    {
        response.ContentType = "text/event-stream; charset=utf-8";
        _frames = [.. Enumerable.Range(0, answers).Select(index => new ChunkFrame(_shape, _model, first, index))];
        foreach (ChunkFrame frame in _shape.IsChat ? _frames : [])
        {
            frame.WriteRole(body, first);
        }

        foreach (ChunkFrame frame in _shape.Continued.Length > 0 ? _frames : [])
        {
            frame.WriteContinued(body, first.PromptTokens);
        }
    }

    private void WriteLast(PipeWriter body, ChunkFrame frame, Answer answer, TokenSpan span)
    {
        string reason = outcome.FinishReasonOf(answer);
        if (!_finishesInOwnChunk)
        {
            frame.WriteInFull(body, answer, span, reason, withTokens: true);
            return;
        }

        // The token that ends an answer has no text: it would be an empty chunk.
        bool hasText = span.Count > 1 || (span.Count == 1 && answer.Text.End != span.First);
        if (hasText)
        {
            frame.WriteInFull(body, answer, span, finishReason: null, withTokens: true);
        }

        frame.WriteInFull(body, answer, span, reason, withTokens: false);
    }

    private void WriteEnd(PipeWriter body, Answer last)
    {
        if (_shape.IncludesUsage)
        {
            body.Write("data: "u8);
            using Utf8JsonWriter json = new(body, ReplyJson.Options);
            ReplyJson.WriteHead(json, last, _model, _shape);
            json.WriteStartArray("choices");
            json.WriteEndArray();
            outcome.Usage.Write(json, _shape, AbsentDetails.None);
            ReplyJson.WriteFingerprint(json, _shape);
            json.WriteEndObject();
            json.Flush();
            body.Write("\n\n"u8);
        }

        body.Write("data: [DONE]\n\n"u8);
    }
}
