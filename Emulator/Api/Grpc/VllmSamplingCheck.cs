using System.Globalization;
using Emulator.Admission;
using Vllm;

namespace Emulator.Api.Grpc;

/// <summary>Whether sampling parameters are what vLLM allows. None of them changes a synthetic text, but a client that sends a wrong one must hear of it here too.</summary>
internal static class VllmSamplingCheck
{
    /// <summary>Checks all of them.</summary>
    /// <param name="message">The request.</param>
    /// <param name="mostCandidates">Most tokens that it may ask for at each position.</param>
    /// <exception cref="RefusedException">One is not allowed.</exception>
    public static void Check(GenerateRequest message, int mostCandidates)
    {
        RandomSampling sampling = message.Sampling ?? new RandomSampling();
        DecodingParameters decoding = message.Decoding ?? new DecodingParameters();
        Require(sampling.NumSequences <= 1, "sampling.num_sequences", sampling.NumSequences, "0 and 1");
        Require(message.Temperature is >= 0 and < float.PositiveInfinity, "temperature", message.Temperature, "numbers from 0");
        Require(sampling.TopP is >= 0 and <= 1, "sampling.top_p", sampling.TopP, "numbers above 0 and up to 1, and 0 for the default");
        Require(sampling.MinP is >= 0 and <= 1, "sampling.min_p", sampling.MinP, "numbers from 0 to 1");
        Require(decoding.PresencePenalty is >= -2 and <= 2, "decoding.presence_penalty", decoding.PresencePenalty, "numbers from -2 to 2");
        Require(decoding.FrequencyPenalty is >= -2 and <= 2, "decoding.frequency_penalty", decoding.FrequencyPenalty, "numbers from -2 to 2");
        Require(decoding.RepetitionPenalty is >= 0 and < float.PositiveInfinity, "decoding.repetition_penalty", decoding.RepetitionPenalty, "numbers above 0, and 0 for the default");
        if (message.Stopping?.StopStrings.Contains("") == true)
        {
            throw ErrorTable.Invalid("stopping.stop_strings", "stopping.stop_strings holds an empty text; allowed are texts of at least one character.");
        }

        CheckCandidates("response.output_candidates", message.Response?.OutputCandidates, mostCandidates);
        CheckCandidates("response.prompt_candidates", message.Response?.PromptCandidates, mostCandidates);
        if (message.Response is { PromptLogprobs: true, PromptCandidates.SelectCase: CandidateTokens.SelectOneofCase.TokenIds })
        {
            throw ErrorTable.Invalid("response.prompt_candidates", "response.prompt_candidates selects by token_ids; allowed is top_n.");
        }
    }

    private static void CheckCandidates(string field, CandidateTokens? select, int most)
    {
        Require(select?.SelectCase != CandidateTokens.SelectOneofCase.TopN || select.TopN <= most, $"{field}.top_n", select?.TopN ?? 0, $"numbers up to {most}");
        Require(select is not { SelectCase: CandidateTokens.SelectOneofCase.All, All: true }, $"{field}.all", true, $"false, and top_n up to {most}");
    }

    private static void Require(bool isAllowed, string field, object value, string allowed)
    {
        if (!isAllowed)
        {
            throw ErrorTable.Invalid(field, string.Create(CultureInfo.InvariantCulture, $"{field} is {value}; allowed are {allowed}."));
        }
    }
}
