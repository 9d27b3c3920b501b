using System.Text.Json;
using Emulator.Api.OpenAi.Bodies.OpenAiRules;

namespace Emulator.Api.OpenAi.Bodies.VllmRules;

/// <summary>The same as <see cref="ChatBefore"/> for texts (<c>openai/completion/protocol.py</c>).</summary>
internal static class CompletionBefore
{
    // vLLM's VLLM_MAX_COMPLETION_PROMPTS.
    private const int MostPrompts = 1_024;

    /// <summary>Looks at it.</summary>
    /// <exception cref="Admission.RefusedException">Something is not allowed.</exception>
    public static void Check(JsonElement body)
    {
        JsonElement prompt = body.Given("prompt");
        JsonElement embeds = body.Given("prompt_embeds");
        RequireFew("prompt", prompt);
        RequireFew("prompt_embeds", embeds);
        bool hasPrompt = prompt.IsGiven() && !prompt.Is("");
        bool hasEmbeds = embeds.IsGiven() && !(embeds.ValueKind == JsonValueKind.Array && embeds.GetArrayLength() == 0);
        SamplingCheck.Need(hasPrompt || hasEmbeds || body.Given("synthetic").IsGiven(), "prompt", $"Either prompt or prompt_embeds must be provided and non-empty.");
        SharedBefore.CheckStreamOptions(body);
        SamplingCheck.Need(
            !body.Holds("logprob_token_ids") || !body.Holds("echo") || body.Given("max_tokens").Number() is not 0,
            "logprob_token_ids",
            $"`logprob_token_ids` is not supported when `echo=True` and `max_tokens=0` because no output tokens are generated.");
        SharedBefore.CheckLogprobTokens(body, body.Given("logprobs").IsGiven(), "`logprobs` must be set");
        SharedBefore.CheckNumbers(body, "logprobs");
        SharedBefore.CheckNotNegative(body, "logprobs");
        SharedBefore.CheckStructuredOutputs(body, mayConstrain: true, "structured_outputs");
        SharedBefore.CheckResponseFormat(body);
    }

    /// <summary>Looks at how many prompts there are; the tokens of one are one.</summary>
    /// <exception cref="Admission.RefusedException">Too many.</exception>
    public static void RequireFew(string field, JsonElement prompts)
    {
        int length = prompts.ValueKind == JsonValueKind.Array ? prompts.GetArrayLength() : 0;
        if (length > MostPrompts && (field != "prompt" || prompts[0].Number() is null))
        {
            throw ErrorTable.Invalid(
                field,
                $"{field} list length {length} exceeds the maximum allowed count of {MostPrompts}. To increase this limit, set the VLLM_MAX_COMPLETION_PROMPTS environment variable. (parameter={field})",
                OpenAiFault.Long(field, MostPrompts, length).Refusal.OpenAi);
        }
    }
}
