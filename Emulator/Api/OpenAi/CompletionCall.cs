using System.Text.Json;
using Emulator.Api.OpenAi.Bodies;
using Emulator.Api.OpenAi.Bodies.OpenAiRules;
using Emulator.Content;
using Emulator.KvCache;
using Emulator.Numerics;

namespace Emulator.Api.OpenAi;

/// <summary>From the body of a text request to a call.</summary>
internal static class CompletionCall
{
    /// <summary>Most tokens where the request does not say: OpenAI's, and vLLM's.</summary>
    private const int DefaultMaxTokens = 16;

    // vLLM's VLLM_MAX_COMPLETION_PROMPTS.
    private const int MostPrompts = 1_024;

    /// <summary>Makes the call.</summary>
    /// <exception cref="Admission.RefusedException">It is malformed, or for another model.</exception>
    public static Call Read(CompletionBody body, CallReader reader, Reception reception)
    {
        bool echoes = body.Echo == true;
        bool echoesOnly = echoes && body.MaxTokens == 0;
        long maxTokens = echoesOnly ? 1 : body.MaxTokens ?? DefaultMaxTokens;
        reader.Check(body, maxTokens);
        SamplingCheck.Need(body.Suffix is null || reception.Behaviour.HasOpenAiRequests, null, $"suffix is not currently supported");
        SamplingCheck.Need(body.UseBeamSearch != true || body.Stream != true, null, $"Streaming is not currently supported with beam search");
        ReplyShape shape = reader.ShapeOf(body, isChat: false) with
        {
            Logprobs = LogprobsCheck.OfText(body, reception),
            EchoesOnly = echoesOnly,
        };
        if (body.Synthetic is not null)
        {
            PromptLogprobs.NeedText(body);
            return new Call(reader.Requests(body, maxTokens, [CallReader.SyntheticPrompt(body.Synthetic)], text: null), shape);
        }

        PromptCut cut = PromptCut.Of(body, echoesOnly ? 0 : maxTokens, reception);
        List<(IReadOnlyList<int> Tokens, string Text)> prompts = [.. Prompts(body.Prompt, reception).Select(prompt => (cut.Apply(prompt.Tokens), prompt.Text))];
        string? text = ReplyFormat.TextFor(body, (ulong)(body.Seed ?? 0) ^ SplitMix64.Mix((ulong)prompts[0].Tokens.Count));
        return new Call(
            reader.Requests(body, maxTokens, [.. prompts.Select(prompt => ((Func<string, TokenSequence>)(_ => TextPrompt.Of(prompt.Tokens)), prompt.Text))], text),
            shape with
            {
                Echoes = echoes ? [.. prompts.Select(prompt => cut.Apply(reception.Tokenizer.Pieces(prompt.Text)))] : [],
                PromptLogprobs = PromptLogprobs.Of(body, [.. prompts.Select(prompt => prompt.Tokens)], reception),
            });
    }

    private static List<(IReadOnlyList<int> Tokens, string Text)> Prompts(JsonElement prompt, Reception reception)
    {
        PromptTokenizer tokenizer = reception.Tokenizer;
        SamplingCheck.Need(
            prompt.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null),
            "prompt",
            $"Either prompt or prompt_embeds must be provided and non-empty.");
        if (prompt.ValueKind == JsonValueKind.String)
        {
            return [OfText(prompt.GetString()!)];
        }

        JsonElement[] items = [.. prompt.EnumerateArray()];
        SamplingCheck.Need(items.Length > 0, "prompt", $"Either prompt or prompt_embeds must be provided and non-empty.");
        if (Array.TrueForAll(items, item => item.ValueKind == JsonValueKind.Number))
        {
            return [OfTokens(items)];
        }

        if (items.Length > MostPrompts)
        {
            throw ErrorTable.Invalid(
                "prompt",
                $"prompt list length {items.Length} exceeds the maximum allowed count of {MostPrompts}. To increase this limit, set the VLLM_MAX_COMPLETION_PROMPTS environment variable. (parameter=prompt)",
                OpenAiFault.Long("prompt", MostPrompts, items.Length).Refusal.OpenAi);
        }

        return
        [
            .. items.Select(item => item.ValueKind == JsonValueKind.String ? OfText(item.GetString()!) : OfTokens([.. item.EnumerateArray()])),
        ];

        (IReadOnlyList<int> Tokens, string Text) OfText(string text)
        {
            if (text.Length == 0 && reception.Behaviour.HasOpenAiRequests)
            {
                // OpenAI's API begins with what stands between documents where there is no text.
                return ([tokenizer.EndOfText], text);
            }

            SamplingCheck.Need(text.Length > 0, "prompt", $"Either prompt or prompt_embeds must be provided and non-empty.");
            return (tokenizer.Encode(text), text);
        }

        (IReadOnlyList<int> Tokens, string Text) OfTokens(JsonElement[] ids)
        {
            SamplingCheck.Need(ids.Length > 0, "prompt", $"Either prompt or prompt_embeds must be provided and non-empty.");
            int[] tokens = [.. ids.Select(id => (int)Math.Min(LaxNumbers.Clamp(LaxNumbers.Whole(id)!.Value), int.MaxValue))];
            return (tokens, tokenizer.Decode(tokens) ?? throw ErrorTable.Invalid(
                "prompt", $"Token id {tokens.Max()} is out of vocabulary", OpenAiFault.Above("prompt", reception.VocabularySize - 1, tokens.Max()).Refusal.OpenAi));
        }
    }
}
