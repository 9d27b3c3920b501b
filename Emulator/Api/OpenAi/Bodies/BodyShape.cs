using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Emulator.Api.OpenAi.Bodies.Pydantic;

namespace Emulator.Api.OpenAi.Bodies;

/// <summary>What the body of a path may be.</summary>
/// <typeparam name="TBody">What it is read as.</typeparam>
/// <param name="Type">How it is read, once it is known to fit.</param>
/// <param name="Vllm">What vLLM takes.</param>
/// <param name="RequireOpenAi">Refuses what OpenAI's API would; null = it has no such path.</param>
internal sealed record BodyShape<TBody>(JsonTypeInfo<TBody> Type, FieldKind Vllm, Action<JsonElement>? RequireOpenAi = null)
    where TBody : class;

/// <summary>The bodies of all paths that have some.</summary>
internal static class BodyShapes
{
    /// <summary>Of <c>/v1/chat/completions</c>.</summary>
    public static BodyShape<ChatBody> Chat { get; } = new(BodyReader.Default.ChatBody, VllmModels.Chat, OpenAiRules.ChatRules.Require);

    /// <summary>Of <c>/v1/completions</c>.</summary>
    public static BodyShape<CompletionBody> Completion { get; } = new(BodyReader.Default.CompletionBody, VllmModels.Completion, OpenAiRules.CompletionRules.Require);

    /// <summary>Of <c>/tokenize</c>.</summary>
    public static BodyShape<TokenizeBody> Tokenize { get; } = new(BodyReader.Default.TokenizeBody, VllmModels.Tokenize);

    /// <summary>Of <c>/detokenize</c>.</summary>
    public static BodyShape<DetokenizeBody> Detokenize { get; } = new(BodyReader.Default.DetokenizeBody, VllmModels.Detokenize);
}
