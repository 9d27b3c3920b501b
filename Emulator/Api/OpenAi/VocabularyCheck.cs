using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Emulator.Api.OpenAi.Bodies;

namespace Emulator.Api.OpenAi;

/// <summary>Whether the tokens that a request names by their ids are ones (<c>vllm/sampling_params.py</c>, <c>verify</c>), in vLLM's words.</summary>
internal static class VocabularyCheck
{
    // vLLM's MAX_LOGPROB_TOKEN_IDS.
    private const int MostLogprobTokens = 128;

    /// <summary>Looks at every field that names tokens.</summary>
    /// <exception cref="Admission.RefusedException">One of them is no token.</exception>
    public static void Check(GenerationBody body, Reception reception)
    {
        CheckBias(body.LogitBias, reception);
        Within("stop_token_ids", body.StopTokenIds, reception);
        if (body.AllowedTokenIds is { } allowed)
        {
            SamplingCheck.Need(allowed.Count > 0, "allowed_token_ids", $"allowed_token_ids is not None and empty!", "[]");
            string[] outside = Outside(allowed, reception);
            SamplingCheck.Need(outside.Length == 0, "allowed_token_ids", $"allowed_token_ids contains out-of-vocab token id!", ListOf(outside));
        }

        SamplingCheck.Need(
            body.LogprobTokenIds is null or { Count: <= MostLogprobTokens },
            "logprob_token_ids",
            $"Requested logprob_token_ids of length {body.LogprobTokenIds?.Count}, which is greater than max allowed: {MostLogprobTokens}",
            body.LogprobTokenIds?.Count);
        Within("logprob_token_ids", body.LogprobTokenIds, reception);
    }

    private static void CheckBias(JsonElement bias, Reception reception)
    {
        if (bias.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            return;
        }

        JsonProperty[] entries = [.. bias.EnumerateObject()];
        string[] words = [.. entries.Where(entry => IdOf(entry) is null).Select(entry => $"'{entry.Name}'")];
        SamplingCheck.Need(words.Length == 0, "logit_bias", $"logit_bias contains key(s) that cannot be converted to integer token IDs: {ListOf(words)}", ListOf(words));
        Within("logit_bias", Outside(entries.Select(entry => IdOf(entry)!.Value), reception), reception);
    }

    private static void Within(string field, IReadOnlyList<BigInteger>? tokens, Reception reception) =>
        Within(field, tokens is { Count: > 0 } ? Outside(tokens, reception) : [], reception);

    private static void Within(string field, string[] outside, Reception reception) => SamplingCheck.Need(
        outside.Length == 0,
        field,
        $"token_id(s) {ListOf(outside)} in {field} contain out-of-vocab token ids. Vocabulary size: {(outside.Length == 0 ? 0 : reception.VocabularySize)}",
        ListOf(outside));

    private static string[] Outside(IEnumerable<BigInteger> tokens, Reception reception) =>
        [.. tokens.Where(token => token < 0 || token >= reception.VocabularySize).Select(token => token.ToString(CultureInfo.InvariantCulture))];

    // As Python reads a whole number: blanks around it do not matter, nor how long it is up to its limit.
    private static BigInteger? IdOf(JsonProperty entry) =>
        entry.Name.Length <= LaxNumbers.LongestText && BigInteger.TryParse(entry.Name, NumberStyles.Integer, CultureInfo.InvariantCulture, out BigInteger id) ? id : null;

    private static string ListOf(string[] items) => $"[{string.Join(", ", items)}]";
}
