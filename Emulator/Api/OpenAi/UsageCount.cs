using System.Text.Json;

namespace Emulator.Api.OpenAi;

/// <summary>Tokens that a call used.</summary>
/// <param name="PromptTokens">Tokens of its prompts, each counted once.</param>
/// <param name="CompletionTokens">Tokens of its answers.</param>
/// <param name="CachedTokens">Prompt tokens that came out of the prefix cache; null = not told.</param>
internal readonly record struct UsageCount(int PromptTokens, int CompletionTokens, int? CachedTokens)
{
    // What OpenAI counts, and this server has none of.
    private static readonly string[] s_otherDetails = ["reasoning_tokens", "audio_tokens", "accepted_prediction_tokens", "rejected_prediction_tokens"];

    /// <summary>Writes the object.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="shape">How the call is written.</param>
    /// <param name="absent">Which of vLLM's details are there as null when they are not told.</param>
    public void Write(Utf8JsonWriter json, ReplyShape shape, AbsentDetails absent)
    {
        json.WriteStartObject("usage");
        if (shape.HasVllmFields)
        {
            WriteVllm(json, absent);
        }
        else
        {
            WriteOpenAi(json);
        }

        json.WriteEndObject();
    }

    private void WriteOpenAi(Utf8JsonWriter json)
    {
        json.WriteNumber("prompt_tokens", PromptTokens);
        json.WriteNumber("completion_tokens", CompletionTokens);
        json.WriteNumber("total_tokens", PromptTokens + CompletionTokens);
        json.WriteStartObject("prompt_tokens_details");
        json.WriteNumber("cached_tokens", CachedTokens ?? 0);
        json.WriteNumber("audio_tokens", 0);
        json.WriteEndObject();
        json.WriteStartObject("completion_tokens_details");
        foreach (string detail in s_otherDetails)
        {
            json.WriteNumber(detail, 0);
        }

        json.WriteEndObject();
    }

    private void WriteVllm(Utf8JsonWriter json, AbsentDetails absent)
    {
        json.WriteNumber("prompt_tokens", PromptTokens);
        json.WriteNumber("total_tokens", PromptTokens + CompletionTokens);
        json.WriteNumber("completion_tokens", CompletionTokens);
        if (CachedTokens is { } cached)
        {
            json.WriteStartObject("prompt_tokens_details");
            json.WriteNumber("cached_tokens", cached);
            json.WriteEndObject();
        }
        else if (absent == AbsentDetails.Both)
        {
            json.WriteNull("prompt_tokens_details");
        }

        if (absent != AbsentDetails.None)
        {
            json.WriteNull("completion_tokens_details");
        }
    }
}
