using System.Globalization;
using Vllm;

namespace Emulator.Api.Grpc;

/// <summary>Whether the tokens that a request of vLLM's service names by their ids are ones (<c>rust/src/text/src/lower/token_ids.rs</c>), in vLLM's words.</summary>
internal static class VllmTokenCheck
{
    /// <summary>Looks at the prompt.</summary>
    /// <exception cref="Admission.RefusedException">One of its ids is no token.</exception>
    public static void CheckPrompt(IEnumerable<uint> prompt, Reception reception) => Within("prompt", "prompt", prompt, reception);

    /// <summary>Looks at every other field that names tokens.</summary>
    /// <exception cref="Admission.RefusedException">One of them is no token.</exception>
    public static void CheckFields(GenerateRequest message, Reception reception)
    {
        Within("stop_token_ids", "stopping.stop_token_ids", message.Stopping?.StopTokenIds, reception);
        Within("allowed_token_ids", "decoding.allowed_token_ids", message.Decoding?.AllowedTokenIds, reception);
        Within("logit_bias", "decoding.logit_bias", message.Decoding?.LogitBias.Keys.Order(), reception);
        if (message.Response is { OutputLogprobs: true, OutputCandidates.SelectCase: CandidateTokens.SelectOneofCase.TokenIds } response)
        {
            Within("logprob_token_ids", "response.output_candidates.token_ids", response.OutputCandidates.TokenIds.Ids, reception);
        }
    }

    private static void Within(string parameter, string field, IEnumerable<uint>? tokens, Reception reception)
    {
        uint[] outside = [.. (tokens ?? []).Where(token => token >= reception.VocabularySize)];
        if (outside.Length > 0)
        {
            throw ErrorTable.Invalid(
                field, string.Create(CultureInfo.InvariantCulture, $"token_id(s) [{string.Join(", ", outside)}] in {parameter} are out of vocabulary. Vocabulary size: {reception.VocabularySize}"));
        }
    }
}
