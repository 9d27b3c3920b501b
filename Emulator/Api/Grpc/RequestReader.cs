using Emulator.Admission;
using Emulator.Content;
using Emulator.KvCache;
using Google.Protobuf.WellKnownTypes;
using Inference.V1;
using Telemetry.Names;

namespace Emulator.Api.Grpc;

/// <summary>From a message of the gRPC door to a request.</summary>
internal static class RequestReader
{
    /// <summary>A chat request.</summary>
    /// <exception cref="RefusedException">It is malformed, or for another model.</exception>
    public static GenerationRequest Read(CreateChatCompletionRequest message, Func<string, string?> header, Reception reception)
    {
        if (message.Messages.Count == 0 && message.Synthetic is null)
        {
            throw ErrorTable.Invalid("messages", "messages is empty; allowed is at least one message, or synthetic.");
        }

        string said = message.Messages.LastOrDefault(turn => turn.Role == "user")?.Content ?? "";
        return Read(message, message.Messages.Count > 0, "messages", said, () => ChatPrompt(message.Messages, reception), header, reception);
    }

    /// <summary>A text request.</summary>
    /// <exception cref="RefusedException">It is malformed, or for another model.</exception>
    public static GenerationRequest Read(CreateCompletionRequest message, Func<string, string?> header, Reception reception)
    {
        if (message.Prompt.Length == 0 && message.Synthetic is null)
        {
            throw ErrorTable.Invalid("prompt", "prompt is empty; allowed is at least one character, or synthetic.");
        }

        return Read(message, message.Prompt.Length > 0, "prompt", message.Prompt, () => PlainPrompt(message.Prompt, reception), header, reception);
    }

    /// <summary>A conversation's turns.</summary>
    public static (string Role, string Content)[] Turns(IEnumerable<ChatMessage> messages) => [.. messages.Select(turn => (turn.Role, turn.Content))];

    private static GenerationRequest Read(IGenerationFields fields, bool hasText, string textField, string said, Func<TokenSequence> text, Func<string, string?> header, Reception reception)
    {
        reception.CheckModel(fields.Model);
        SyntheticRequest? synthetic = fields.Synthetic is { } by ? new(by.Tokens, [.. by.Prefix.Select(part => (part.Id, (long)part.Tokens))], by.HasOutputTokens ? by.OutputTokens : null) : null;
        if (hasText && synthetic is not null)
        {
            throw ErrorTable.Invalid("synthetic", $"synthetic and {textField} are both given; allowed is one of them.");
        }

        FieldCheck.Tokens("synthetic.tokens", synthetic?.Tokens);
        return new GenerationRequest
        {
            Id = FieldCheck.Name("request_id", fields.RequestId),
            Prompt = synthetic is null ? _ => text() : synthetic.PromptOf,
            MaxTokens = FieldCheck.Tokens("max_tokens", fields.HasMaxTokens ? fields.MaxTokens : null),
            Reply = reception.Control.Apply(
                new ReplyOrder { OutputTokens = FieldCheck.Tokens("synthetic.output_tokens", synthetic?.OutputTokens), IgnoreEos = fields.IgnoreEos, Said = said },
                header,
                fields.Model),
            Seed = fields.HasSeed ? fields.Seed : null,
            Timeout = FieldCheck.Timeout("timeout", fields.Timeout is { } timeout ? SecondsOf(timeout) : null),
            Priority = fields.Priority,
            Tenant = FieldCheck.Name("tenant", fields.Tenant) ?? "",
            CacheSalt = FieldCheck.Name("cache_salt", fields.CacheSalt),
        };
    }

    // Seconds beyond what protobuf allows are as good as no timeout at all.
    private static double SecondsOf(Duration timeout) => Math.Abs(timeout.Nanos) < Duration.NanosecondsPerSecond
        ? timeout.Seconds + (timeout.Nanos / 1e9)
        : throw ErrorTable.Invalid("timeout", FormattableString.Invariant($"timeout has {timeout.Nanos} ns; allowed are up to {Duration.NanosecondsPerSecond - 1} ns besides its seconds."));

    private static TokenSequence PlainPrompt(string text, Reception reception)
    {
        TextBound.Need([text], Operations.TextCompletion, reception);
        return TextPrompt.Of(reception.Tokenizer.Encode(text));
    }

    private static TokenSequence ChatPrompt(IEnumerable<ChatMessage> messages, Reception reception)
    {
        (string Role, string Content)[] turns = Turns(messages);
        TextPrompt.CheckRoles(turns);
        TextBound.Need([.. turns.Select(turn => turn.Content)], Operations.Chat, reception);
        return TextPrompt.Of(reception.Tokenizer.EncodeChat(turns));
    }
}
