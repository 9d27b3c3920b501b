using System.Text.Json;
using Emulator.Api.OpenAi.Bodies;
using Emulator.Content;

namespace Emulator.Api.OpenAi;

/// <summary>What a chat request may say of how its conversation is laid out (<c>vllm/entrypoints/openai/chat_completion/protocol.py</c>, <c>vllm/renderers/online_renderer.py</c>).</summary>
internal static class LayoutCheck
{
    /// <summary>Looks at it.</summary>
    /// <exception cref="Admission.RefusedException">Something is not allowed.</exception>
    public static void Check(ILayoutBody body, Reception reception)
    {
        bool hasTemplate = body.ChatTemplate is not null
            || (body.ChatTemplateKwargs.ValueKind == JsonValueKind.Object && body.ChatTemplateKwargs.TryGetProperty("chat_template", out JsonElement template) && template.ValueKind != JsonValueKind.Null);
        SamplingCheck.Need(
            !hasTemplate || reception.Setup.Options.TrustRequestChatTemplate,
            null,
            $"Chat template is passed with request, but --trust-request-chat-template is not set. Refused request with untrusted chat template.");

        // The words of the library that applies the template (transformers, apply_chat_template): the header is there unless a request says that it is not.
        SamplingCheck.Need(
            body.ContinueFinalMessage != true || body.AddGenerationPrompt == false,
            null,
            $"continue_final_message and add_generation_prompt are not compatible. Use continue_final_message when you want the model to continue the final message, and add_generation_prompt when you want to add a header that will prompt it to start a new assistant message instead.");
    }

    /// <summary>How the prompt ends.</summary>
    public static ChatEnd EndOf(ILayoutBody body) => body.ContinueFinalMessage == true ? ChatEnd.OpenMessage
        : body.AddGenerationPrompt == false ? ChatEnd.LastMessage
        : ChatEnd.AnswerHeader;
}
