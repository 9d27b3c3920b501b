using System.Numerics;
using System.Text.Json;
using Emulator.Api.OpenAi.Bodies;
using Emulator.Api.OpenAi.Bodies.Pydantic;

namespace Emulator.Api.OpenAi;

/// <summary>Whether vLLM's own fields are what it allows (<c>vllm/sampling_params.py</c>, <c>vllm/entrypoints/openai/*/protocol.py</c>), in its words.</summary>
internal static class ExtensionCheck
{
    /// <summary>Looks at those that both kinds of requests have.</summary>
    /// <exception cref="Admission.RefusedException">Something is not allowed.</exception>
    public static void Check(GenerationBody body)
    {
        SamplingCheck.Need(
            body.BadWords is null || !body.BadWords.Contains(""),
            null,
            $"bad_words cannot contain an empty string. Got bad_words=[{string.Join(", ", (body.BadWords ?? []).Select(PythonText.Of))}]");
        CheckThinking(body.ThinkingTokenBudget);
        CheckRepetition(body.RepetitionDetection);
    }

    private static void CheckThinking(JsonElement budget)
    {
        BigInteger? whole = budget.ValueKind == JsonValueKind.Number && budget.GetRawText().AsSpan().IndexOfAny('.', 'e', 'E') < 0 ? LaxNumbers.Whole(budget) : null;
        bool isNone = budget.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;
        SamplingCheck.Need(
            isNone || whole >= -1,
            "thinking_token_budget",
            $"`thinking_token_budget` must be a non-negative integer or -1 for unlimited.",
            isNone ? null : PythonText.Shown(budget));
    }

    private static void CheckRepetition(RepetitionDetection? detection)
    {
        (long most, long least, long count) = (detection?.MaxPatternSize ?? 0, detection?.MinPatternSize ?? 0, detection?.MinCount ?? 0);
        SamplingCheck.Need(
            most >= 0 && least >= 0 && least <= most,
            null,
            $"max_pattern_size, min_pattern_size must be >=0, with min_pattern_size <= max_pattern_size. Set both to 0 to disable repetitive pattern detection.");
        SamplingCheck.Need(
            most == 0 || count >= 2,
            null,
            $"min_count must be >= 2 to detect repetitive patterns in engine output. If you do not wish to detect repetitive patterns, set max_pattern_size to 0.");
    }
}
