using System.Text.Json;
using Emulator.Api.OpenAi.Bodies;

namespace Emulator.Api.OpenAi;

/// <summary><c>/tokenize</c> and <c>/detokenize</c>, as vLLM has them. They touch no engine.</summary>
internal static class Tokenizing
{
    /// <summary>Answers with the tokens of a text or a conversation.</summary>
    /// <exception cref="Admission.RefusedException">The body is malformed, or for another model.</exception>
    public static async Task TokenizeAsync(HttpContext context, Reception reception)
    {
        TokenizeBody body = await BodyReader.ReadAsync(context.Request, BodyShapes.Tokenize, reception.Behaviour);
        reception.CheckModel(body.Model);
        IReadOnlyList<int> tokens = body.Prompt.ValueKind == JsonValueKind.String ? reception.Tokenizer.Encode(body.Prompt.GetString()!) : ChatTokens(body, reception);
        await WriteAsync(context.Response, json =>
        {
            json.WriteNumber("count", tokens.Count);
            json.WriteNumber("max_model_len", reception.Setup.Blueprint.MaxModelLength);
            json.WriteStartArray("tokens");
            foreach (int token in tokens)
            {
                json.WriteNumberValue(token);
            }

            json.WriteEndArray();
            if (body.ReturnTokenStrs != true)
            {
                json.WriteNull("token_strs");
                return;
            }

            json.WriteStartArray("token_strs");
            foreach (int token in tokens)
            {
                json.WriteStringValue(reception.Tokenizer.Decode([token]));
            }

            json.WriteEndArray();
        });
    }

    /// <summary>Answers with the text of tokens.</summary>
    /// <exception cref="Admission.RefusedException">The body is malformed, for another model, or one of the tokens is too large a number.</exception>
    public static async Task DetokenizeAsync(HttpContext context, Reception reception)
    {
        DetokenizeBody body = await BodyReader.ReadAsync(context.Request, BodyShapes.Detokenize, reception.Behaviour);
        reception.CheckModel(body.Model);
        IReadOnlyList<long> tokens = body.Tokens!;

        // As the library that decodes for vLLM has it: it counts to 32 bits, an id that no token has adds nothing, and special tokens are told.
        SamplingCheck.Need(tokens.All(token => token <= uint.MaxValue), null, $"out of range integral type conversion attempted");
        string prompt = reception.Tokenizer.Decode([.. tokens.Select(token => (int)Math.Min(token, int.MaxValue))]);
        await WriteAsync(context.Response, json => json.WriteString("prompt", prompt));
    }

    private static IReadOnlyList<int> ChatTokens(TokenizeBody body, Reception reception)
    {
        LayoutCheck.Check(body, reception);
        ChatTurn[] turns = body.Messages.Deserialize(BodyReader.Default.ChatTurnArray)!;
        return reception.Tokenizer.EncodeChat(BodyReader.Make(() => ToolUse.WithTools(ChatTurn.TextsOf(turns, reception), body.Tools)), LayoutCheck.EndOf(body));
    }

    private static Task WriteAsync(HttpResponse response, Action<Utf8JsonWriter> members) => ReplyJson.SendAsync(response, json =>
    {
        json.WriteStartObject();
        members(json);
        json.WriteEndObject();
    });
}
