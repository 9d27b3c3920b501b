using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Emulator.Api.OpenAi.Bodies;
using Emulator.Api.OpenAi.Bodies.OpenAiRules;
using Emulator.Api.OpenAi.Bodies.VllmRules;
using Emulator.Content;
using Emulator.KvCache;
using Emulator.Numerics;

namespace Emulator.Api.OpenAi;

/// <summary>From the body of a text request to a call.</summary>
internal static class CompletionCall
{
    /// <summary>Most tokens where the request does not say: OpenAI's, and vLLM's.</summary>
    private const int DefaultMaxTokens = 16;

    /// <summary>Makes the call.</summary>
    /// <exception cref="Admission.RefusedException">It is malformed, or for another model.</exception>
    public static Call Read(CompletionBody body, CallReader reader, Reception reception)
    {
        bool echoes = body.Echo == true;
        bool echoesOnly = body.MaxTokens == 0 && (echoes || reception.Behaviour.HasOpenAiRequests);
        BigInteger maxTokens = echoesOnly ? 1 : body.MaxTokens ?? DefaultMaxTokens;
        bool hasEmbeds = body.PromptEmbeds.IsGiven();
        reader.Check(body, maxTokens);
        SamplingCheck.Need(body.Suffix is null || reception.Behaviour.HasOpenAiRequests, null, $"suffix is not currently supported");
        SamplingCheck.Need(!echoes || !hasEmbeds, null, $"Echo is unsupported with prompt embeds.");
        SamplingCheck.Need(body.PromptLogprobs is null || !hasEmbeds, null, $"prompt_logprobs is not compatible with prompt embeds.");
        SamplingCheck.Need(
            !hasEmbeds || (body.PromptEmbeds.ValueKind == JsonValueKind.Array && body.PromptEmbeds.GetArrayLength() == 0),
            "prompt_embeds",
            $"You must set `--enable-prompt-embeds` to input `prompt_embeds`.");
        SamplingCheck.Need(body.UseBeamSearch != true || body.Stream != true, null, $"Streaming is not currently supported with beam search");
        ReplyShape shape = reader.ShapeOf(body, isChat: false) with
        {
            Logprobs = LogprobsCheck.OfText(body, reception),
            EchoesOnly = echoesOnly,
            MostTold = (int)(body.N ?? 1),
        };
        CompletionBefore.RequireFew("prompt", body.Prompt);
        reader.RequireRoom(body, CountOf(body.Prompt));
        if (body.Synthetic is not null)
        {
            PromptLogprobs.NeedText(body);
            return new Call(reader.Requests(body, maxTokens, [CallReader.SyntheticPrompt(body.Synthetic)], text: null), shape);
        }

        BigInteger room = echoesOnly ? 0 : maxTokens;
        PromptCut cut = PromptCut.Of(body, room, reception);
        List<Prompt> prompts = Prompts(body, room, reception);
        IReadOnlyList<int>[] tokens = [.. prompts.Select(prompt => cut.Apply(prompt.Tokens))];
        string? text = ReplyFormat.TextFor(body, (ulong)(body.Seed ?? 0) ^ SplitMix64.Mix((ulong)tokens[0].Count));
        return new Call(
            reader.Requests(body, maxTokens, [.. prompts.Select((prompt, index) => ((Func<string, TokenSequence>)(_ => TextPrompt.Of(tokens[index])), prompt.Text))], text),
            shape with
            {
                Echoes = echoes ? [.. prompts.Select(prompt => cut.Apply(prompt.Pieces(reception.Tokenizer)))] : [],
                PromptLogprobs = PromptLogprobs.Of(body, tokens, reception),
                PromptTokenIds = shape.HasTokenIds ? tokens : [],
            });
    }

    // The ids of one prompt's tokens are one.
    private static int CountOf(JsonElement prompt) =>
        prompt.ValueKind == JsonValueKind.Array && prompt.EnumerateArray().FirstOrDefault().ValueKind != JsonValueKind.Number ? prompt.GetArrayLength() : 1;

    private static List<Prompt> Prompts(CompletionBody body, BigInteger maxTokens, Reception reception)
    {
        JsonElement prompt = body.Prompt;
        if (prompt.ValueKind == JsonValueKind.String)
        {
            return [OfText(prompt.GetString()!)];
        }

        JsonElement[] items = [.. prompt.EnumerateArray()];
        SamplingCheck.Need(items.Length > 0, null, $"You must pass at least one prompt");
        if (Array.TrueForAll(items, item => item.ValueKind == JsonValueKind.Number))
        {
            return [OfTokens(items)];
        }

        return
        [
            .. items.Select(item => item.ValueKind == JsonValueKind.String ? OfText(item.GetString()!) : OfTokens([.. item.EnumerateArray()])),
        ];

        Prompt OfText(string text)
        {
            if (text.Length == 0 && reception.Behaviour.HasOpenAiRequests)
            {
                // OpenAI's API begins with what stands between documents where there is no text.
                return new Prompt([reception.Tokenizer.EndOfText], text, IsText: true);
            }

            SamplingCheck.Need(text.Length > 0, null, $"{PromptCut.Empty}");
            TextBound.Need(body, [text], maxTokens, reception);
            return new Prompt(reception.Tokenizer.Encode(text), text, IsText: true);
        }

        Prompt OfTokens(JsonElement[] items)
        {
            SamplingCheck.Need(items.Length > 0, null, $"{PromptCut.Empty}");
            BigInteger[] ids = [.. items.Select(id => LaxNumbers.Whole(id)!.Value)];
            if (ids.Max() is var last && last >= reception.VocabularySize)
            {
                throw ErrorTable.Invalid(
                    null, string.Create(CultureInfo.InvariantCulture, $"Token id {last} is out of vocabulary"), OpenAiFault.Above("prompt", reception.VocabularySize - 1, last).Refusal.OpenAi);
            }

            int[] tokens = [.. ids.Select(id => (int)id)];
            return new Prompt(tokens, reception.Tokenizer.Decode(tokens), IsText: false);
        }
    }

    private sealed record Prompt(IReadOnlyList<int> Tokens, string Text, bool IsText)
    {
        public TextPiece[] Pieces(PromptTokenizer tokenizer) => IsText ? tokenizer.Pieces(Text) : tokenizer.Pieces(Tokens);
    }
}
