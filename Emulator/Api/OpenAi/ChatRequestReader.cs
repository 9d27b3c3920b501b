using System.Globalization;
using System.Text.Json;
using Emulator.Admission;
using Emulator.Content;

namespace Emulator.Api.OpenAi;

/// <summary>From the body and headers of a chat request to a request.</summary>
internal static class ChatRequestReader
{
    /// <summary>Reads the body.</summary>
    /// <exception cref="RefusedException">It is no JSON of that shape.</exception>
    public static async Task<ChatRequest> ReadBodyAsync(HttpRequest http)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(http.Body, ChatRequestJson.Default.ChatRequest, http.HttpContext.RequestAborted)
                ?? throw ErrorTable.Invalid("body", "the body is null; allowed is a JSON object.");
        }
        catch (JsonException problem)
        {
            throw ErrorTable.Invalid(problem.Path is { Length: > 2 } path ? path[2..] : "body", $"the body is not a chat request: {problem.Message}");
        }
    }

    /// <summary>Makes the request of it.</summary>
    /// <exception cref="RefusedException">It is malformed, or for another model.</exception>
    public static GenerationRequest Read(ChatRequest body, IHeaderDictionary headers, Reception reception)
    {
        reception.CheckModel(body.Model);
        if (body.N is { } n and not 1)
        {
            throw ErrorTable.Invalid("n", string.Create(CultureInfo.InvariantCulture, $"n is {n}; allowed is 1."));
        }

        SyntheticRequest? synthetic = body.Synthetic is { } by
            ? new(by.Tokens, [.. (by.Prefix ?? []).Select(part => (part.Id ?? "", part.Tokens))], by.OutputTokens)
            : null;
        (string Role, string Content)[] turns = [.. (body.Messages ?? []).Select(turn => (turn.Role ?? "", turn.Text))];
        if (turns.Length == 0 == synthetic is null)
        {
            throw ErrorTable.Invalid("messages", "exactly one of messages and synthetic must be given.");
        }

        TextPrompt.CheckRoles(turns);
        FieldCheck.Tokens("synthetic.tokens", synthetic?.Tokens);
        return new GenerationRequest
        {
            Id = FieldCheck.Name("request_id", body.RequestId) ?? FieldCheck.Name("X-Request-Id", headers["X-Request-Id"]),
            Prompt = synthetic is null ? _ => TextPrompt.Of(PromptTokenizer.EncodeChat(turns)) : synthetic.PromptOf,
            MaxTokens = FieldCheck.Tokens("max_completion_tokens", body.MaxCompletionTokens) ?? FieldCheck.Tokens("max_tokens", body.MaxTokens),
            OutputTokens = FieldCheck.Tokens("synthetic.output_tokens", synthetic?.OutputTokens),
            IgnoreEos = body.IgnoreEos ?? false,
            Seed = (ulong?)body.Seed,
            Timeout = FieldCheck.Timeout("timeout", body.Timeout) ?? FieldCheck.Timeout("X-Request-Timeout", TimeoutOf(headers)),
            Priority = body.Priority ?? 0,
            Tenant = FieldCheck.Name("user", body.User) ?? "",
            CacheSalt = FieldCheck.Name("cache_salt", body.CacheSalt),
        };
    }

    private static double? TimeoutOf(IHeaderDictionary headers)
    {
        string text = headers["X-Request-Timeout"].ToString();
        return text.Length == 0 ? null
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) ? seconds
            : throw ErrorTable.Invalid("X-Request-Timeout", $"X-Request-Timeout is '{text}'; allowed are seconds above 0.");
    }
}
