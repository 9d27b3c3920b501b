using Emulator.Api.OpenAi.Bodies;

namespace Emulator.Api.OpenAi;

/// <summary>How many probabilities a request asks for, and whether it may, in vLLM's words (<c>vllm/entrypoints/openai/*/protocol.py</c>, <c>vllm/sampling_params.py</c>).</summary>
internal static class LogprobsCheck
{
    /// <summary>Alternatives to tell with each token of a chat's answers; null = no probabilities.</summary>
    /// <exception cref="Admission.RefusedException">They are not to be had.</exception>
    public static int? OfChat(ChatBody body, Reception reception)
    {
        CheckTokens(body, body.Logprobs == true, "`logprobs` must be set to true");
        long top = body.TopLogprobs ?? 0;
        SamplingCheck.Need(top >= -1, "top_logprobs", $"`top_logprobs` must be a positive value or -1.", top);
        SamplingCheck.Need(top is 0 || body.Logprobs == true, "top_logprobs", $"when using `top_logprobs`, `logprobs` must be set to true.");
        return body.Logprobs == true ? Most("sample", "logprobs", body.LogprobTokenIds?.Count ?? top, reception) : null;
    }

    /// <summary>Alternatives to tell with each token of a text's answers; null = no probabilities.</summary>
    /// <exception cref="Admission.RefusedException">They are not to be had.</exception>
    public static int? OfText(CompletionBody body, Reception reception)
    {
        CheckTokens(body, body.Logprobs is not null, "`logprobs` must be set");
        SamplingCheck.Need(body.Logprobs is null or >= -1, "logprobs", $"`logprobs` must be a positive value or -1.", body.Logprobs);
        return body.Logprobs is { } wanted ? Most("sample", "logprobs", body.LogprobTokenIds?.Count ?? wanted, reception) : null;
    }

    /// <summary>Alternatives to tell with each token of the prompt; null = no probabilities. An echo brings those that the answer has.</summary>
    /// <exception cref="Admission.RefusedException">They are not to be had.</exception>
    public static int? OfPrompt(GenerationBody body, Reception reception)
    {
        SamplingCheck.Need(body.PromptLogprobs is null or 0 || body.Stream != true, "prompt_logprobs", $"`prompt_logprobs` are not available when `stream=True`.");
        SamplingCheck.Need(body.PromptLogprobs is null or >= -1, "prompt_logprobs", $"`prompt_logprobs` must be a positive value or -1.", body.PromptLogprobs);
        long? echoed = body.Echo != true ? null : body is ChatBody chat ? chat.TopLogprobs ?? 0 : (body as CompletionBody)?.Logprobs;
        return body.PromptLogprobs is { } wanted ? Most("prompt", "prompt_logprobs", wanted, reception)
            : echoed is { } alternatives ? Most("prompt", "prompt_logprobs", alternatives, reception)
            : null;
    }

    private static int Most(string kind, string parameter, long wanted, Reception reception)
    {
        long asked = wanted < 0 ? reception.VocabularySize : wanted;
        int most = reception.Setup.Options.MaxLogprobs;
        SamplingCheck.Need(asked <= most, parameter, $"Requested {kind} logprobs of {asked}, which is greater than max allowed: {most}", asked);
        return (int)asked;
    }

    private static void CheckTokens(GenerationBody body, bool hasLogprobs, string without)
    {
        if (body.LogprobTokenIds is not { } tokens)
        {
            return;
        }

        SamplingCheck.Need(tokens.Count > 0, "logprob_token_ids", $"`logprob_token_ids` must not be an empty list.");
        SamplingCheck.Need(body.UseBeamSearch != true, "logprob_token_ids", $"`logprob_token_ids` is not supported with beam search.");
        SamplingCheck.Need(hasLogprobs, "logprob_token_ids", $"when using `logprob_token_ids`, {without}.");
    }
}
