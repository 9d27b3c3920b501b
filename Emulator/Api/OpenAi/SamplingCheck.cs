using System.Globalization;
using System.Numerics;
using Emulator.Admission;
using Emulator.Api.OpenAi.Bodies;
using Emulator.Api.OpenAi.Bodies.Pydantic;

namespace Emulator.Api.OpenAi;

/// <summary>Whether sampling parameters are what vLLM allows (<c>vllm/sampling_params.py</c>), in its words: clients match on them.</summary>
internal static class SamplingCheck
{
    // vLLM's limits: envs VLLM_MAX_N_SEQUENCES and VLLM_MAX_STOP_STRINGS.
    private const int MostAnswers = 16_384;

    /// <summary>Looks at everything that both kinds of requests have.</summary>
    /// <param name="body">The body.</param>
    /// <param name="maxTokens">Most tokens, by whichever name they came.</param>
    /// <exception cref="RefusedException">Something is not allowed.</exception>
    public static void Check(GenerationBody body, BigInteger? maxTokens)
    {
        CheckAnswers("n", body.N);
        Need(body.PresencePenalty is null or (>= -2 and <= 2), null, $"presence_penalty must be in [-2, 2], got {Real(body.PresencePenalty)}.");
        Need(body.FrequencyPenalty is null or (>= -2 and <= 2), null, $"frequency_penalty must be in [-2, 2], got {Real(body.FrequencyPenalty)}.");
        Need(body.RepetitionPenalty is null || double.IsFinite(body.RepetitionPenalty.Value), null, $"repetition_penalty must be a finite number, got {Real(body.RepetitionPenalty)}.");
        Need(body.RepetitionPenalty is null or > 0, null, $"repetition_penalty must be greater than zero, got {Real(body.RepetitionPenalty)}.");
        CheckTemperature(body);
        Need(body.TopP is null or (> 0 and <= 1), "top_p", $"top_p must be in (0, 1], got {Real(body.TopP)}.", Real(body.TopP));
        Need(body.TopK is null || body.TopK >= -1, null, $"top_k must be 0 (disable), or at least 1, got {body.TopK}.");
        Need(body.MinP is null or (>= 0 and <= 1), null, $"min_p must be in [0, 1], got {Real(body.MinP)}.");
        Need(maxTokens is null || maxTokens >= 1, "max_tokens", $"max_tokens must be at least 1, got {maxTokens}.", maxTokens);
        Need(body.MinTokens is null || body.MinTokens >= 0, null, $"min_tokens must be greater than or equal to 0, got {body.MinTokens}.");
        Need(maxTokens is null || body.MinTokens is null || body.MinTokens <= maxTokens, null, $"min_tokens must be less than or equal to max_tokens={maxTokens}, got {body.MinTokens}.");
        Need(body.Temperature is not 0 || body.N is null || body.N == 1, null, $"n must be 1 when using greedy sampling, got {body.N}.");
    }

    /// <summary>Looks at what a search among beams has: each of its steps asks for the probabilities of twice as many tokens as there are beams.</summary>
    /// <param name="body">The body.</param>
    /// <param name="mostLogprobs">As many as may be asked for.</param>
    /// <exception cref="RefusedException">Something is not allowed.</exception>
    public static void CheckBeams(GenerationBody body, int mostLogprobs)
    {
        CheckAnswers("beam_width", body.N);
        CheckTemperature(body);
        BigInteger asked = 2 * (body.N ?? 1);
        Need(asked <= mostLogprobs, "logprobs", $"Requested sample logprobs of {asked}, which is greater than max allowed: {mostLogprobs}", asked);
    }

    private static void CheckAnswers(string name, BigInteger? number)
    {
        Need(number is null || number >= 1, null, $"{name} must be at least 1, got {number}.");
        Need(number is null || number <= MostAnswers, null, $"{name} must be at most {MostAnswers}, got {number}. To increase this limit, set the VLLM_MAX_N_SEQUENCES environment variable.");
    }

    private static void CheckTemperature(GenerationBody body)
    {
        Need(body.Temperature is null || double.IsFinite(body.Temperature.Value), "temperature", $"temperature must be a finite number, got {Real(body.Temperature)}.", Real(body.Temperature));
        Need(body.Temperature is null or >= 0, "temperature", $"temperature must be non-negative, got {Real(body.Temperature)}.", Real(body.Temperature));
        Need(body.Temperature is null or <= 2, "temperature", $"temperature must be in [0, 2], got {Real(body.Temperature)}.", Real(body.Temperature));
    }

    /// <summary>Refuses, unless something holds.</summary>
    /// <param name="holds">Whether it does.</param>
    /// <param name="parameter">The parameter that is wrong, where vLLM names it.</param>
    /// <param name="message">What is wrong.</param>
    /// <param name="value">The parameter's value, where vLLM tells it.</param>
    /// <exception cref="RefusedException">It does not.</exception>
    public static void Need(bool holds, string? parameter, FormattableString message, object? value = null)
    {
        if (!holds)
        {
            string suffix = parameter is null ? "" : value is null ? $" (parameter={parameter})" : string.Create(CultureInfo.InvariantCulture, $" (parameter={parameter}, value={value})");
            throw ErrorTable.Invalid(parameter, message.ToString(CultureInfo.InvariantCulture) + suffix);
        }
    }

    /// <summary>A number as Python prints it: 3 of a real number is 3.0.</summary>
    private static string Real(double? number) => number is { } real ? PythonText.Real(real) : "None";
}
