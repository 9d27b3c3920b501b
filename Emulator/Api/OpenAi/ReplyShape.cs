using Emulator.Content;

namespace Emulator.Api.OpenAi;

/// <summary>How the answers of one call are written.</summary>
internal sealed record ReplyShape
{
    /// <summary>Whether it is a chat's; otherwise a text's.</summary>
    public required bool IsChat { get; init; }

    /// <summary>Whether answers have vLLM's fields beside OpenAI's; otherwise they are as OpenAI's API has them.</summary>
    public required bool HasVllmFields { get; init; }

    /// <summary>What answers with vLLM's fields tell of the server; null = nothing.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>Whether tokens are sent as they come.</summary>
    public bool Streams { get; init; }

    /// <summary>Whether a stream ends with its usage.</summary>
    public bool IncludesUsage { get; init; }

    /// <summary>Whether each of its chunks has the usage so far.</summary>
    public bool HasContinuousUsage { get; init; }

    /// <summary>Whether each of its chunks says that its usage is yet to come, as OpenAI's do.</summary>
    public bool HasUsageToCome => IncludesUsage && !HasContinuousUsage && !HasVllmFields;

    /// <summary>The function that is called: then the answer's text is its arguments. null = none.</summary>
    public string? Tool { get; init; }

    /// <summary>Whether a finished call of a function is told as <c>tool_calls</c>; one that was asked for by name ends with <c>stop</c>.</summary>
    public bool FinishesAsToolCalls { get; init; }

    /// <summary>Whether that function is told as <c>function_call</c>, as OpenAI's API tells one that came among <c>functions</c>; otherwise among <c>tool_calls</c>.</summary>
    public bool CallsOldFunction { get; init; }

    /// <summary>Whose answers a chat's are: the role in them.</summary>
    public string Role { get; init; } = PromptTokenizer.AnswerRole;

    /// <summary>What a message reads that calls a function; null = it has no text.</summary>
    public string? TextBesideTool { get; init; }

    /// <summary>Alternatives to tell with each token's probability; null = no probabilities.</summary>
    public int? Logprobs { get; init; }

    /// <summary>Whose ids stand for the texts of tokens in probabilities; null = the texts are told.</summary>
    public PromptTokenizer? NamesTokensBy { get; init; }

    /// <summary>The probabilities of the prompts' tokens; null = they are not told.</summary>
    public PromptLogprobs? PromptLogprobs { get; init; }

    /// <summary>Text before the answers, by prompt; empty = none.</summary>
    public IReadOnlyList<IReadOnlyList<TextPiece>> Echoes { get; init; } = [];

    /// <summary>The last message of a chat, which its answers begin with; empty = they do not.</summary>
    public string Continued { get; init; } = "";

    /// <summary>Answers to each prompt that are told, of those that are made; null = all.</summary>
    public int? MostTold { get; init; }

    /// <summary>Whether the answer itself is left out: an echo of the prompt, or nothing, was all that was wanted.</summary>
    public bool EchoesOnly { get; init; }

    /// <summary>Whether tokens' ids are told. The prompt's are told then too, and instead of its text.</summary>
    public bool HasTokenIds { get; init; }

    /// <summary>The ids of the prompts' tokens, by prompt; empty = they are not told.</summary>
    public IReadOnlyList<IReadOnlyList<int>> PromptTokenIds { get; init; } = [];

    /// <summary>The text of a chat's prompt, layout included; null = it is not told.</summary>
    public string? PromptText { get; init; }

    /// <summary>Whether an answer begins with the text of its prompt.</summary>
    public bool EchoesText => Echoes.Count > 0 && !HasTokenIds;

    /// <summary>The tokens of an answer's prompt that are told with it.</summary>
    public IReadOnlyList<TextPiece> EchoOf(Answer answer) => Echoes.Count > 0 ? Echoes[answer.Asked.PromptIndex] : [];

    /// <summary>What an answer begins with.</summary>
    public string EchoedTextOf(Answer answer) => EchoesText ? string.Concat(EchoOf(answer).Select(piece => piece.Text)) : "";
}
