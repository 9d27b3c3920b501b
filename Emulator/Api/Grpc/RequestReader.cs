using Emulator.Admission;
using Emulator.Content;
using Emulator.KvCache;
using Inference.V1;

namespace Emulator.Api.Grpc;

/// <summary>From a message of the gRPC door to a request.</summary>
internal static class RequestReader
{
    /// <summary>A chat request.</summary>
    /// <exception cref="RefusedException">It is malformed, or for another model.</exception>
    public static GenerationRequest Read(CreateChatCompletionRequest message, Reception reception)
    {
        if (message.Messages.Count == 0 && message.Synthetic is null)
        {
            throw ErrorTable.Invalid("messages", "messages is empty; allowed is at least one message, or synthetic.");
        }

        return Read(message, message.Messages.Count > 0, "messages", () => ChatPrompt(message.Messages, reception.Tokenizer), reception);
    }

    /// <summary>A text request.</summary>
    /// <exception cref="RefusedException">It is malformed, or for another model.</exception>
    public static GenerationRequest Read(CreateCompletionRequest message, Reception reception)
    {
        if (message.Prompt.Length == 0 && message.Synthetic is null)
        {
            throw ErrorTable.Invalid("prompt", "prompt is empty; allowed is at least one character, or synthetic.");
        }

        return Read(message, message.Prompt.Length > 0, "prompt", () => TextPrompt.Of(reception.Tokenizer.Encode(message.Prompt)), reception);
    }

    /// <summary>A conversation's turns.</summary>
    public static (string Role, string Content)[] Turns(IEnumerable<ChatMessage> messages) => [.. messages.Select(turn => (turn.Role, turn.Content))];

    private static GenerationRequest Read(IGenerationFields fields, bool hasText, string textField, Func<TokenSequence> text, Reception reception)
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
            Reply = new ReplyOrder
            {
                OutputTokens = FieldCheck.Tokens("synthetic.output_tokens", synthetic?.OutputTokens),
                IgnoreEos = fields.IgnoreEos,
            },
            Seed = fields.HasSeed ? fields.Seed : null,
            Timeout = FieldCheck.Timeout("timeout", fields.Timeout is { } timeout ? timeout.Seconds + (timeout.Nanos / 1e9) : null),
            Priority = fields.Priority,
            Tenant = FieldCheck.Name("tenant", fields.Tenant) ?? "",
            CacheSalt = FieldCheck.Name("cache_salt", fields.CacheSalt),
        };
    }

    private static TokenSequence ChatPrompt(IEnumerable<ChatMessage> messages, PromptTokenizer tokenizer)
    {
        (string Role, string Content)[] turns = Turns(messages);
        TextPrompt.CheckRoles(turns);
        return TextPrompt.Of(tokenizer.EncodeChat(turns));
    }
}
