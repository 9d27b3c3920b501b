using System.Globalization;
using System.Numerics;
using Emulator.Admission;
using Emulator.Api.OpenAi.Bodies;
using Emulator.Engine;

namespace Emulator.Api.OpenAi;

/// <summary>How much of a prompt a request keeps (<c>vllm/renderers/params.py</c>).</summary>
/// <param name="Kept">Tokens that are kept; null = all.</param>
/// <param name="KeepsEnd">Whether they are the last.</param>
internal sealed record PromptCut(int? Kept, bool KeepsEnd)
{
    /// <summary>What is said of a prompt without tokens.</summary>
    public const string Empty = "The decoder prompt cannot be empty";

    /// <summary>Refuses an answer that would be longer than the context, whatever the prompt.</summary>
    /// <exception cref="RefusedException">It would.</exception>
    public static void NeedRoom(GenerationBody body, BigInteger? maxTokens, Reception reception)
    {
        string limit = LimitOf(body);
        int most = reception.Setup.Blueprint.MaxModelLength;

        if (maxTokens > most)
        {
            // The second name is there by an f-string of vLLM's that shows its variable too.
            string message = string.Create(
                CultureInfo.InvariantCulture,
                $"{limit}={maxTokens} cannot be greater than max_model_len=max_total_tokens={most}. Please request fewer output tokens. (parameter={limit}, value={maxTokens})");
            throw new RefusedException(new Refusal(Outcome.Invalid, RefusalCode.ContextLengthExceeded, message) { Field = limit });
        }
    }

    /// <summary>The cut that a body asks for.</summary>
    /// <param name="body">The body.</param>
    /// <param name="maxTokens">Most tokens of the answer, for which there has to be room; null = it does not say.</param>
    /// <param name="reception">Where it arrives.</param>
    /// <exception cref="RefusedException">It keeps more than there is room for, or nothing.</exception>
    public static PromptCut Of(GenerationBody body, BigInteger? maxTokens, Reception reception)
    {
        if (body.TruncatePromptTokens is not { } kept)
        {
            return new PromptCut(null, KeepsEnd: true);
        }

        BigInteger room = reception.Setup.Blueprint.MaxModelLength - (maxTokens ?? 0);
        SamplingCheck.Need(
            kept <= room,
            "truncate_prompt_tokens",
            $"truncate_prompt_tokens={kept} cannot be greater than max_model_len - {LimitOf(body)} = {room}. Please request a smaller truncation size.",
            kept);
        SamplingCheck.Need(kept != 0, null, $"{Empty}");
        return new PromptCut(Math.Max(0, LaxNumbers.ClampInt(kept < 0 ? room : kept)), body.TruncationSide != "right");
    }

    /// <summary>What is left of a prompt's tokens.</summary>
    public IReadOnlyList<T> Apply<T>(IReadOnlyList<T> tokens) => Kept is not { } kept || kept >= tokens.Count ? tokens
        : KeepsEnd ? [.. tokens.Skip(tokens.Count - kept)]
        : [.. tokens.Take(kept)];

    private static string LimitOf(GenerationBody body) => body is ChatBody { MaxCompletionTokens: not null } ? "max_completion_tokens" : "max_tokens";
}
