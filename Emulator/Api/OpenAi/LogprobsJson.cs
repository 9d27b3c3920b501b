using System.Collections.Frozen;
using System.Globalization;
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

    private static readonly FrozenSet<string> s_words = ProseWords.Plain.Select(word => word.Text).ToFrozenSet();

    /// <summary>Most that are told of a token: its own text, and every word that is made up. A vocabulary has more, but no words for them.</summary>
    public static int MostAlternatives => 1 + s_words.Count;

    /// <summary>The object that chats have: a list of tokens, each with its alternatives.</summary>
    public static void WriteChat(Utf8JsonWriter json, Answer answer, TokenSpan span, int alternatives, ReplyShape shape)
    {
        json.WriteStartObject("logprobs");
        json.WriteStartArray("content");
        for (int token = span.First; token < span.First + span.Count; token++)
        {
            (string Text, double Logprob)[] ranked = Ranked(answer, token, alternatives);
            string[] names = [.. NamesOf(ranked, answer.Text.Id(token), shape)];
            json.WriteStartObject();
            WriteToken(json, names[0], ranked[0].Text, ranked[0].Logprob);
            json.WriteStartArray("top_logprobs");
            for (int one = 0; one < Math.Min(alternatives, ranked.Length); one++)
            {
                json.WriteStartObject();
                WriteToken(json, names[one], names[one], ranked[one].Logprob);
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
    /// <param name="json">Where to.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="span">Its tokens.</param>
    /// <param name="alternatives">How many are told of each.</param>
    /// <param name="shape">How they are written.</param>
    /// <param name="echo">The prompt's tokens.</param>
    /// <param name="textOffset">Where the text of the first one begins.</param>
    public static void WriteText(Utf8JsonWriter json, Answer answer, TokenSpan span, int alternatives, ReplyShape shape, IReadOnlyList<TextPiece> echo, int textOffset)
    {
        List<(string Name, (string Name, double Logprob)[]? Ranked)> tokens = [];
        for (int i = 0; i < echo.Count; i++)
        {
            // Nothing came before the first token that could have made it likely.
            (string Name, double Logprob)[] ranked = Named(Ranked(answer.Request.Id, echo[i].Text, -i, alternatives), echo[i].Id, shape);
            tokens.Add((ranked[0].Name, i == 0 ? null : ranked));
        }

        for (int token = span.First; token < span.First + span.Count; token++)
        {
            (string Name, double Logprob)[] ranked = Named(Ranked(answer, token, alternatives), answer.Text.Id(token), shape);
            tokens.Add((ranked[0].Name, ranked));
        }

        json.WriteStartObject("logprobs");
        json.WriteStartArray("text_offset");
        foreach ((string name, _) in tokens)
        {
            json.WriteNumberValue(textOffset);
            textOffset += name.Length;
        }

        json.WriteEndArray();
        json.WriteStartArray("token_logprobs");
        foreach ((_, (string Name, double Logprob)[]? ranked) in tokens)
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
        foreach ((string name, _) in tokens)
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
        json.WriteStartArray("top_logprobs");
        foreach ((_, (string Name, double Logprob)[]? ranked) in tokens)
        {
            if (ranked is null)
            {
                json.WriteNullValue();
                continue;
            }

            json.WriteStartObject();
            foreach ((string name, double logprob) in ranked.DistinctBy(one => one.Name))
            {
                json.WriteNumber(name, logprob);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
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
        HashSet<string> known = [text];
        int most = Math.Min(alternatives, s_words.Contains(text) ? s_words.Count : MostAlternatives);
        while (ranked.Count < most)
        {
            string other = ProseWords.Plain[(int)(random.Next() % (ulong)ProseWords.Plain.Length)].Text;
            if (known.Add(other))
            {
                double share = Math.Min(left * ShareOfRest, Math.Exp(ranked[^1].Logprob));
                ranked.Add((other, Math.Round(Math.Log(Math.Max(share, 1e-9)), 6)));
                left -= share;
            }
        }

        return [.. ranked];
    }

    // How tokens are called: by their texts, or as vLLM calls them by their ids. The first has its own; words of the made-up alternatives are one token, or begin with it.
    private static IEnumerable<string> NamesOf((string Text, double Logprob)[] ranked, int id, ReplyShape shape) => ranked.Select((one, rank) => shape.NamesTokensBy is { } tokenizer
        ? string.Create(CultureInfo.InvariantCulture, $"token_id:{(rank == 0 ? id : tokenizer.Encode(one.Text)[0])}")
        : one.Text);

    private static (string Name, double Logprob)[] Named((string Text, double Logprob)[] ranked, int id, ReplyShape shape) =>
        [.. NamesOf(ranked, id, shape).Zip(ranked, (name, one) => (name, one.Logprob))];

    private static void WriteToken(Utf8JsonWriter json, string name, string bytesOf, double logprob)
    {
        json.WriteString("token", name);
        json.WriteNumber("logprob", logprob);
        json.WriteStartArray("bytes");
        foreach (byte part in Encoding.UTF8.GetBytes(bytesOf))
        {
            json.WriteNumberValue(part);
        }

        json.WriteEndArray();
    }

    private static (string Text, double Logprob)[] Ranked(Answer answer, int token, int alternatives) => Ranked(answer.Request.Id, answer.Text.Token(token), token, alternatives);
}
