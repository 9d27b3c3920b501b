using System.Globalization;
using System.Text.Json;
using Emulator.Api.OpenAi.Bodies;
using Emulator.Content;

namespace Emulator.Api.OpenAi;

/// <summary>The probabilities of prompts' tokens, as vLLM tells them: of each token but the first an object by ids.</summary>
/// <param name="Alternatives">How many are told of each token.</param>
/// <param name="Prompts">The tokens of each prompt.</param>
/// <param name="Tokenizer">Whose tokens they are.</param>
internal sealed record PromptLogprobs(int Alternatives, IReadOnlyList<IReadOnlyList<int>> Prompts, PromptTokenizer Tokenizer)
{
    private const string Field = "prompt_logprobs";

    /// <summary>Those that a body asks for; null = none.</summary>
    public static PromptLogprobs? Of(GenerationBody body, IReadOnlyList<IReadOnlyList<int>> prompts, Reception reception) =>
        LogprobsCheck.OfPrompt(body, reception) is { } alternatives ? new PromptLogprobs(alternatives, prompts, reception.Tokenizer) : null;

    /// <summary>Refuses a body that asks for those of a prompt that has no text.</summary>
    /// <exception cref="Admission.RefusedException">It does.</exception>
    public static void NeedText(GenerationBody body)
    {
        if (body.PromptLogprobs is not null)
        {
            throw ErrorTable.Invalid(Field, $"{Field} is {body.PromptLogprobs}, and a synthetic prompt has no tokens to tell of; allowed is null.");
        }
    }

    /// <summary>Writes those of an answer's prompt, or null.</summary>
    public static void Write(Utf8JsonWriter json, Answer answer, ReplyShape shape)
    {
        if (shape.PromptLogprobs is not { } told)
        {
            json.WriteNull(Field);
            return;
        }

        json.WriteStartArray(Field);
        IReadOnlyList<int> prompt = told.Prompts[answer.Asked.PromptIndex];
        for (int i = 0; i < prompt.Count; i++)
        {
            told.WriteToken(json, answer.Request.Id, prompt[i], i);
        }

        json.WriteEndArray();
    }

    private void WriteToken(Utf8JsonWriter json, string requestId, int token, int position)
    {
        if (position == 0)
        {
            // Nothing came before it that could have made it likely.
            json.WriteNullValue();
            return;
        }

        HashSet<int> ids = [];
        int rank = 0;
        json.WriteStartObject();
        foreach ((string text, double logprob) in LogprobsJson.Ranked(requestId, Tokenizer.Decode([token]), -position, Alternatives))
        {
            // Its own id comes first; words of the made-up alternatives may begin with the same token.
            int id = rank == 0 ? token : Tokenizer.Encode(text)[0];
            if (ids.Add(id))
            {
                json.WriteStartObject(id.ToString(CultureInfo.InvariantCulture));
                json.WriteNumber("logprob", logprob);
                json.WriteNumber("rank", ++rank);
                json.WriteString("decoded_token", text);
                json.WriteEndObject();
            }
        }

        json.WriteEndObject();
    }
}
