namespace Emulator.Api;

/// <summary>Where something that the client named ends an answer.</summary>
/// <param name="Tokens">Tokens of the answer, the last one that it takes to see the end included.</param>
/// <param name="TextLength">Characters of its text that the client gets.</param>
/// <param name="Text">The text that ended it; null = a token did.</param>
/// <param name="TokenId">The token that ended it; null = a text did.</param>
internal readonly record struct StopPoint(int Tokens, int TextLength, string? Text, uint? TokenId);
