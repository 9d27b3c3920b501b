using System.Buffers;
using System.Text.Json;

namespace Emulator.Api.OpenAi;

/// <summary>What the chunks of one answer have around their text.</summary>
internal sealed class ChunkFrame
{
    private static readonly JsonEncodedText s_text = JsonEncodedText.Encode("text");

    private readonly ReplyShape _shape;
    private readonly byte[] _beforeChoice;
    private readonly byte[] _beforeText;
    private readonly byte[] _afterText;
    private readonly int _index;
    private int _textOffset;
    private bool _hasBegun;

    /// <summary>The frame of the answer with an index.</summary>
    /// <param name="shape">How the call is written.</param>
    /// <param name="model">The served model's name.</param>
    /// <param name="any">Any answer of the call.</param>
    /// <param name="index">The answer's index.</param>
    public ChunkFrame(ReplyShape shape, string model, Answer any, int index)
    {
        _shape = shape;
        _index = index;
        ArrayBufferWriter<byte> head = new();
        using (Utf8JsonWriter json = new(head, ReplyJson.Options))
        {
            ReplyJson.WriteHead(json, any, model, shape);
            json.WriteStartArray("choices");
            json.Flush();
        }

        _beforeChoice = [.. "data: "u8, .. head.WrittenSpan];
        byte[] choice = System.Text.Encoding.UTF8.GetBytes($"{{\"index\":{index.ToString(System.Globalization.CultureInfo.InvariantCulture)},");
        _beforeText =
        [
            .. _beforeChoice,
            .. choice,
            .. !shape.IsChat ? "\"text\":\""u8
                : shape.CallsOldFunction ? "\"delta\":{\"function_call\":{\"arguments\":\""u8
                : shape.Tool is not null ? "\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\""u8
                : "\"delta\":{\"content\":\""u8,
        ];
        _afterText =
        [
            .. shape.CallsOldFunction ? "\"}}"u8 : shape.Tool is not null ? "\"}}]}"u8 : shape.IsChat ? "\"}"u8 : "\""u8,
            .. ",\"logprobs\":null,\"finish_reason\":null"u8,
            .. !shape.HasVllmFields ? "}]"u8 : shape.IsChat ? ",\"token_ids\":null}]"u8 : ",\"stop_reason\":null,\"prompt_token_ids\":null,\"token_ids\":null}]"u8,
            .. shape.HasUsageToCome ? ",\"usage\":null"u8 : ""u8,
            .. "}\n\n"u8,
        ];
    }

    /// <summary>Whether the next chunk differs from others in its text alone.</summary>
    public bool IsPlain => _shape is { Logprobs: null, HasContinuousUsage: false, HasTokenIds: false } && (_hasBegun || (_shape.Tool is null && _shape.Echoes.Count == 0));

    /// <summary>Writes the chunk that says who speaks; where OpenAI's API calls a function, also which.</summary>
    public void WriteRole(IBufferWriter<byte> body, Answer answer)
    {
        bool namesTool = !_shape.HasVllmFields && _shape.Tool is not null;
        body.Write(_beforeChoice);
        using (Utf8JsonWriter json = new(body, ReplyJson.Options))
        {
            json.WriteStartObject();
            json.WriteNumber("index", _index);
            json.WriteStartObject("delta");
            json.WriteString("role", _shape.Role);
            json.WriteString("content", namesTool ? null : "");
            if (namesTool)
            {
                WriteToolCall(json, answer, arguments: "");
            }

            if (!_shape.HasVllmFields)
            {
                json.WriteNull("refusal");
            }

            json.WriteEndObject();
            json.WriteNull("logprobs");
            json.WriteNull("finish_reason");
            json.WriteEndObject();
            json.WriteEndArray();
            WriteUsageSoFar(json, answer.PromptTokens, 0);
            if (_shape.HasVllmFields)
            {
                ReplyJson.WritePromptTokenIds(json, answer, _shape);
                json.WriteString("prompt_text", _shape.PromptText);
            }

            json.WriteEndObject();
        }

        body.Write("\n\n"u8);
        _hasBegun = namesTool;
    }

    /// <summary>Writes the chunk with the message that the answer goes on with.</summary>
    public void WriteContinued(IBufferWriter<byte> body, int promptTokens)
    {
        body.Write(_beforeChoice);
        using (Utf8JsonWriter json = new(body, ReplyJson.Options))
        {
            json.WriteStartObject();
            json.WriteNumber("index", _index);
            json.WriteStartObject("delta");
            json.WriteString("content", _shape.Continued);
            json.WriteEndObject();
            json.WriteNull("logprobs");
            json.WriteNull("finish_reason");
            json.WriteEndObject();
            json.WriteEndArray();
            WriteUsageSoFar(json, promptTokens, 0);
            json.WriteEndObject();
        }

        body.Write("\n\n"u8);
    }

    /// <summary>Writes a plain chunk.</summary>
    public void Write(IBufferWriter<byte> body, Answer answer, TokenSpan span)
    {
        _hasBegun = true;
        body.Write(_beforeText);
        answer.Text.WriteJson(body, span.First, span.Count);
        body.Write(_afterText);
    }

    /// <summary>Writes any chunk.</summary>
    /// <param name="body">Where to.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="span">Its tokens.</param>
    /// <param name="finishReason">Why it ended; null = it has not.</param>
    /// <param name="withTokens">Whether the tokens are in this chunk.</param>
    public void WriteInFull(IBufferWriter<byte> body, Answer answer, TokenSpan span, string? finishReason, bool withTokens)
    {
        body.Write(_beforeChoice);
        using (Utf8JsonWriter json = new(body, ReplyJson.Options))
        {
            json.WriteStartObject();
            json.WriteNumber("index", _index);
            WriteTokens(json, answer, withTokens ? span : span with { First = span.First + span.Count, Count = 0 });
            json.WriteString("finish_reason", finishReason);
            if (_shape.HasVllmFields)
            {
                WriteVllmFields(json, answer, withTokens ? span : span with { Count = 0 }, finishReason);
            }

            json.WriteEndObject();
            json.WriteEndArray();
            WriteUsageSoFar(json, answer.PromptTokens, span.First + span.Count);
            if (finishReason is not null && !_shape.IncludesUsage)
            {
                ReplyJson.WriteFingerprint(json, _shape);
            }

            json.WriteEndObject();
        }

        body.Write("\n\n"u8);
        _hasBegun = true;
    }

    private void WriteVllmFields(Utf8JsonWriter json, Answer answer, TokenSpan span, string? finishReason)
    {
        if (finishReason is not null || !_shape.IsChat)
        {
            ReplyJson.WriteStopReason(json, answer);
        }

        if (!_shape.IsChat && _hasBegun)
        {
            json.WriteNull("prompt_token_ids");
        }
        else if (!_shape.IsChat)
        {
            ReplyJson.WritePromptTokenIds(json, answer, _shape);
        }

        ReplyJson.WriteTokenIds(json, answer, span, _shape);
    }

    private void WriteTokens(Utf8JsonWriter json, Answer answer, TokenSpan span)
    {
        if (_shape.EchoesOnly)
        {
            span = span with { Count = 0 };
        }

        string text = (_hasBegun ? "" : _shape.EchoedTextOf(answer)) + answer.Text.Text(span.First, span.Count);
        if (_shape.IsChat)
        {
            json.WriteStartObject("delta");
            WriteDelta(json, answer, span, text);
            json.WriteEndObject();
        }
        else
        {
            json.WriteString(s_text, text);
        }

        if (_shape.Logprobs is not { } alternatives)
        {
            json.WriteNull("logprobs");
        }
        else if (_shape.IsChat)
        {
            LogprobsJson.WriteChat(json, answer, span, alternatives, _shape);
        }
        else
        {
            LogprobsJson.WriteText(json, answer, span, alternatives, _shape, _hasBegun ? [] : _shape.EchoOf(answer), _textOffset);
        }

        _textOffset += text.Length;
    }

    private void WriteDelta(Utf8JsonWriter json, Answer answer, TokenSpan span, string text)
    {
        if (_shape.Tool is null)
        {
            // A chunk of its own for the reason has an empty delta; vLLM's last one has a text, however short.
            if (span.Count > 0 || _shape.HasVllmFields)
            {
                json.WriteString("content", text);
            }

            return;
        }

        if (span.Count > 0)
        {
            WriteToolCall(json, answer, text);
        }
    }

    private void WriteToolCall(Utf8JsonWriter json, Answer answer, string arguments)
    {
        if (_shape.CallsOldFunction)
        {
            WriteFunction(json, "function_call", arguments);
            return;
        }

        json.WriteStartArray("tool_calls");
        json.WriteStartObject();
        if (!_hasBegun)
        {
            json.WriteString("id", ReplyJson.ToolCallId(answer, _shape));
            json.WriteString("type", "function");
        }

        json.WriteNumber("index", 0);
        WriteFunction(json, "function", arguments);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private void WriteFunction(Utf8JsonWriter json, string member, string arguments)
    {
        json.WriteStartObject(member);
        if (!_hasBegun)
        {
            json.WriteString("name", _shape.Tool);
        }

        json.WriteString("arguments", arguments);
        json.WriteEndObject();
    }

    private void WriteUsageSoFar(Utf8JsonWriter json, int promptTokens, int tokens)
    {
        if (_shape.HasContinuousUsage)
        {
            new UsageCount(promptTokens, tokens, CachedTokens: null).Write(json, _shape, _shape.IsChat ? AbsentDetails.OfCompletion : AbsentDetails.None);
        }
        else if (_shape.HasUsageToCome)
        {
            json.WriteNull("usage");
        }
    }
}
