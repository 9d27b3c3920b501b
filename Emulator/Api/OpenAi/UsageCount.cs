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
    /// <param name="writesAbsent">Whether vLLM's details that are not told are there as null.</param>
    public void Write(Utf8JsonWriter json, ReplyShape shape, bool writesAbsent)
    {
        json.WriteStartObject("usage");
        if (shape.HasVllmFields)
        {
            WriteVllm(json, writesAbsent);
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

    private void WriteVllm(Utf8JsonWriter json, bool writesAbsent)
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
        else if (writesAbsent)
        {
            json.WriteNull("prompt_tokens_details");
        }

        if (writesAbsent)
        {
            json.WriteNull("completion_tokens_details");
        }
    }
}
