using System.Text;
using System.Text.Json;
using Emulator.Content;
using Emulator.Numerics;

namespace Emulator.Api.OpenAi;

/// <summary>
/// Probabilities of tokens that nobody sampled: seeded, plausible, and consistent. The token itself has some probability, its alternatives share what is left in falling order.
/// </summary>
internal static class LogprobsJson
{
    // What is left for the others at each step: the next takes this share of it.
    private const double ShareOfRest = 0.55;

    /// <summary>The object that chats have: a list of tokens, each with its alternatives.</summary>
    public static void WriteChat(Utf8JsonWriter json, Answer answer, TokenSpan span, int alternatives, ReplyShape shape)
    {
        json.WriteStartObject("logprobs");
        json.WriteStartArray("content");
        for (int token = span.First; token < span.First + span.Count; token++)
        {
            (string Text, double Logprob)[] ranked = Ranked(answer, token, alternatives);
            json.WriteStartObject();
            WriteToken(json, ranked[0]);
            json.WriteStartArray("top_logprobs");
            foreach ((string Text, double Logprob) one in ranked[..Math.Min(alternatives, ranked.Length)])
            {
                json.WriteStartObject();
                WriteToken(json, one);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (!shape.HasVllmFields)
        {
            json.WriteNull("refusal");
        }

        json.WriteEndObject();
    }

    /// <summary>The object that texts have: lists side by side, the prompt's tokens before the answer's where it is echoed.</summary>
    /// <returns>Characters of these tokens: where the next one's text begins.</returns>
    public static int WriteText(Utf8JsonWriter json, Answer answer, TokenSpan span, int alternatives, IReadOnlyList<TextPiece> echo, int textOffset)
    {
        List<(string Text, (string Text, double Logprob)[]? Ranked)> tokens = [];
        for (int i = 0; i < echo.Count; i++)
        {
            // Nothing came before the first token that could have made it likely.
            tokens.Add((echo[i].Text, i == 0 ? null : Ranked(answer.Request.Id, echo[i].Text, -i, alternatives)));
        }

        for (int token = span.First; token < span.First + span.Count; token++)
        {
            tokens.Add((answer.Text.Token(token), Ranked(answer, token, alternatives)));
        }

        json.WriteStartObject("logprobs");
        json.WriteStartArray("text_offset");
        foreach ((string text, _) in tokens)
        {
            json.WriteNumberValue(textOffset);
            textOffset += text.Length;
        }

        json.WriteEndArray();
        json.WriteStartArray("token_logprobs");
        foreach ((_, (string Text, double Logprob)[]? ranked) in tokens)
        {
            if (ranked is null)
            {
                json.WriteNullValue();
            }
            else
            {
                json.WriteNumberValue(ranked[0].Logprob);
            }
        }

        json.WriteEndArray();
        json.WriteStartArray("tokens");
        foreach ((string text, _) in tokens)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
        json.WriteStartArray("top_logprobs");
        foreach ((_, (string Text, double Logprob)[]? ranked) in tokens)
        {
            if (ranked is null)
            {
                json.WriteNullValue();
                continue;
            }

            json.WriteStartObject();
            foreach ((string text, double logprob) in ranked)
            {
                json.WriteNumber(text, logprob);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        return textOffset;
    }

    /// <summary>A token and its alternatives, the likeliest first.</summary>
    /// <param name="requestId">Seeds them.</param>
    /// <param name="text">The token's text.</param>
    /// <param name="token">Its place, which seeds them too.</param>
    /// <param name="alternatives">How many in all; the token is always there.</param>
    public static (string Text, double Logprob)[] Ranked(string requestId, string text, int token, int alternatives)
    {
        SplitMix64 random = new(SyntheticProse.For(token, requestId).Seed);
        double left = random.NextUnit() * 0.6;
        List<(string Text, double Logprob)> ranked = [(text, Math.Round(Math.Log(1 - left), 6))];
        while (ranked.Count < alternatives)
        {
            string other = ProseWords.Plain[(int)(random.Next() % (ulong)ProseWords.Plain.Length)].Text;
            if (ranked.TrueForAll(known => known.Text != other))
            {
                double share = Math.Min(left * ShareOfRest, Math.Exp(ranked[^1].Logprob));
                ranked.Add((other, Math.Round(Math.Log(Math.Max(share, 1e-9)), 6)));
                left -= share;
            }
        }

        return [.. ranked];
    }

    private static void WriteToken(Utf8JsonWriter json, (string Text, double Logprob) token)
    {
        json.WriteString("token", token.Text);
        json.WriteNumber("logprob", token.Logprob);
        json.WriteStartArray("bytes");
        foreach (byte part in Encoding.UTF8.GetBytes(token.Text))
        {
            json.WriteNumberValue(part);
        }

        json.WriteEndArray();
    }

    private static (string Text, double Logprob)[] Ranked(Answer answer, int token, int alternatives) => Ranked(answer.Request.Id, answer.Text.Token(token), token, alternatives);
}
