using System.Numerics;
using Emulator.Api.OpenAi.Bodies;

namespace Emulator.Api.OpenAi;

/// <summary>How many probabilities a request asks for, and whether it may, in vLLM's words (<c>vllm/entrypoints/openai/*/protocol.py</c>, <c>vllm/sampling_params.py</c>).</summary>
internal static class LogprobsCheck
{
    /// <summary>Alternatives to tell with each token of a chat's answers; null = no probabilities.</summary>
    /// <exception cref="Admission.RefusedException">They are not to be had.</exception>
    public static int? OfChat(ChatBody body, Reception reception)
    {
        return body.Logprobs == true ? Most("sample", "logprobs", NamedOf(body) ?? body.TopLogprobs ?? 0, reception) : null;
    }

    /// <summary>Alternatives to tell with each token of a text's answers; null = no probabilities.</summary>
    /// <exception cref="Admission.RefusedException">They are not to be had.</exception>
    public static int? OfText(CompletionBody body, Reception reception)
    {
        return body.Logprobs is { } wanted ? Most("sample", "logprobs", NamedOf(body) ?? wanted, reception) : null;
    }

    /// <summary>Alternatives to tell with each token of the prompt; null = no probabilities. An echo brings those that the answer has.</summary>
    /// <exception cref="Admission.RefusedException">They are not to be had.</exception>
    public static int? OfPrompt(GenerationBody body, Reception reception)
    {
        BigInteger? echoed = body.Echo != true ? null : body is ChatBody chat ? chat.TopLogprobs ?? 0 : (body as CompletionBody)?.Logprobs;
        return body.PromptLogprobs is { } wanted ? Most("prompt", "prompt_logprobs", wanted, reception)
            : echoed is { } alternatives ? Most("prompt", "prompt_logprobs", alternatives, reception)
            : null;
    }

    // A list without any is none.
    private static BigInteger? NamedOf(GenerationBody body) => body.LogprobTokenIds is { Count: > 0 } named ? named.Count : null;

    private static int Most(string kind, string parameter, BigInteger wanted, Reception reception)
    {
        BigInteger asked = wanted < 0 ? reception.VocabularySize : wanted;
        int most = reception.MostLogprobs;
        SamplingCheck.Need(asked <= most, parameter, $"Requested {kind} logprobs of {asked}, which is greater than max allowed: {most}", asked);
        return (int)asked;
    }
}
