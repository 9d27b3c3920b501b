using System.Text.Json;
using Emulator.Api.OpenAi.Bodies.Pydantic;

namespace Emulator.Api.OpenAi.Bodies;

/// <summary>A part of what a turn says, as vLLM reads it for a model of text alone, and its words for what such a model does not take (<c>vllm/renderers/chat_utils</c>).</summary>
internal static class ContentPart
{
    private const string Prompt = "prompt_embeds";

    // Types of parts that are text, and the members that have it.
    private static readonly Dictionary<string, string> s_texts = new()
    {
        ["text"] = "text",
        ["input_text"] = "text",
        ["output_text"] = "text",
        ["refusal"] = "refusal",
        ["thinking"] = "thinking",
        ["tool_reference"] = "name",
    };

    private static readonly string[] s_media = ["audio_url", "image_pil", "image_url", "input_audio", "input_image", "video_url"];
    private static readonly string[] s_embeddings = ["audio_embeds", "image_embeds", "video_embeds"];
    private static readonly string[] s_all = [.. s_texts.Keys.Concat(s_media).Concat(s_embeddings).Append(Prompt).Order(StringComparer.Ordinal)];

    /// <summary>Its text; empty where it should have one and has none, which vLLM skips.</summary>
    /// <param name="part">A text, or an object.</param>
    /// <param name="model">The model's name.</param>
    /// <exception cref="Admission.RefusedException">It is none that the model takes.</exception>
    public static string TextOf(JsonElement part, string model)
    {
        if (part.ValueKind == JsonValueKind.String)
        {
            return part.GetString()!;
        }

        string type = TypeOf(part);
        if (s_texts.TryGetValue(type, out string? member))
        {
            return part.TryGetProperty(member, out JsonElement text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "";
        }

        SamplingCheck.Need(!s_media.Contains(type), null, $"{model} is not a multimodal model");
        SamplingCheck.Need(!s_embeddings.Contains(type), null, $"The model is not multimodal.");
        SamplingCheck.Need(type != Prompt, Prompt, $"You must set `--enable-prompt-embeds` to input `prompt_embeds`");
        throw ErrorTable.Invalid("type", $"Unsupported chat content part type: {PythonText.Of(type)}. Supported types: {string.Join(", ", s_all)}. (parameter=type, value={type})");
    }

    // Media are known by their member too, where no type says what they are.
    private static string TypeOf(JsonElement part)
    {
        bool isNamed = part.TryGetProperty("type", out JsonElement type) && type.ValueKind != JsonValueKind.Null;
        SamplingCheck.Need(!isNamed || type.ValueKind == JsonValueKind.String, "type", $"Invalid 'type' field in multimodal part.");
        string? known = isNamed ? type.GetString() : s_media.Concat(s_embeddings).Append(Prompt).FirstOrDefault(name => part.TryGetProperty(name, out _));
        SamplingCheck.Need(known is not null, "type", $"Missing 'type' field in multimodal part.");
        return known!;
    }
}
