using System.Numerics;
using System.Text.Json;

namespace Emulator.Api.OpenAi.Bodies;

/// <summary>The body of a text request.</summary>
internal sealed record CompletionBody : GenerationBody
{
    /// <summary>A text, several, the tokens of one, or of several.</summary>
    public JsonElement Prompt { get; init; }

    /// <summary>A prompt that was made into vectors; not emulated.</summary>
    public JsonElement PromptEmbeds { get; init; }

    /// <summary>Alternatives to tell with each token's probability; 0 = the token's own alone.</summary>
    public BigInteger? Logprobs { get; init; }

    /// <summary>Answers to make for each prompt, of which the first ones are told: a number under OpenAI's behaviour, which checks it; anything at all elsewhere, where nobody reads it.</summary>
    public JsonElement BestOf { get; init; }

    /// <summary>What follows the answer; not supported.</summary>
    public string? Suffix { get; init; }
}
