using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Emulator.Api.OpenAi.Bodies.Pydantic;
using Emulator.Api.OpenAi.Bodies.VllmRules;

namespace Emulator.Api.OpenAi.Bodies;

/// <summary>What the body of a path may be.</summary>
/// <typeparam name="TBody">What it is read as.</typeparam>
/// <param name="Type">How it is read, once it is known to fit.</param>
/// <param name="Vllm">What vLLM takes.</param>
/// <param name="Before">Refuses what vLLM does before it looks at fields of an object.</param>
/// <param name="RequireOpenAi">Refuses what OpenAI's API would; null = it has no such path.</param>
internal sealed record BodyShape<TBody>(JsonTypeInfo<TBody> Type, FieldKind Vllm, Action<JsonElement>? Before = null, Action<JsonElement>? RequireOpenAi = null)
    where TBody : class;

/// <summary>The bodies of all paths that have some.</summary>
internal static class BodyShapes
{
    /// <summary>Of <c>/v1/chat/completions</c>.</summary>
    public static BodyShape<ChatBody> Chat { get; } = new(BodyReader.Default.ChatBody, VllmModels.Chat, ChatBefore.Check, OpenAiRules.ChatRules.Require);

    /// <summary>Of <c>/v1/completions</c>.</summary>
    public static BodyShape<CompletionBody> Completion { get; } = new(BodyReader.Default.CompletionBody, VllmModels.Completion, CompletionBefore.Check, OpenAiRules.CompletionRules.Require);

    /// <summary>Of <c>/tokenize</c>.</summary>
    public static BodyShape<TokenizeBody> Tokenize { get; } = new(BodyReader.Default.TokenizeBody, VllmModels.Tokenize, ChatBefore.CheckLayout);

    /// <summary>Of <c>/detokenize</c>.</summary>
    public static BodyShape<DetokenizeBody> Detokenize { get; } = new(BodyReader.Default.DetokenizeBody, VllmModels.Detokenize);
}
