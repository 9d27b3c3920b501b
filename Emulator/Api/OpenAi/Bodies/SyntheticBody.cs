namespace Emulator.Api.OpenAi.Bodies;

/// <summary>A prompt by size.</summary>
/// <param name="Tokens">Tokens of the whole prompt.</param>
/// <param name="Prefix">What it begins with.</param>
/// <param name="OutputTokens">Tokens of the answer.</param>
internal sealed record SyntheticBody(long Tokens, IReadOnlyList<PrefixPart>? Prefix, long? OutputTokens);

/// <summary>A named stretch of prompt tokens.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Tokens">How many of its first tokens.</param>
internal sealed record PrefixPart(string? Id, long Tokens);
