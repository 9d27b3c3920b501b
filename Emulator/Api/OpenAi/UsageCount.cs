using System.Text.Json;

namespace Emulator.Api.OpenAi;

/// <summary>Tokens that a call used.</summary>
/// <param name="PromptTokens">Tokens of its prompts, each counted once.</param>
/// <param name="CompletionTokens">Tokens of its answers.</param>
/// <param name="CachedTokens">Prompt tokens that came out of the prefix cache; null = not told.</param>
internal readonly record struct UsageCount(int PromptTokens, int CompletionTokens, int? CachedTokens)
{
    /// <summary>Writes the object, fields in vLLM's order.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="writesAbsent">Whether details that are not told are there as null.</param>
    public void Write(Utf8JsonWriter json, bool writesAbsent)
    {
        json.WriteStartObject("usage");
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

        json.WriteEndObject();
    }
}
