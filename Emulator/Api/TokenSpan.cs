namespace Emulator.Api;

/// <summary>Tokens of an answer that are written at once.</summary>
/// <param name="First">Position of the first, from 0.</param>
/// <param name="Count">How many, at least 1.</param>
/// <param name="IsLast">Whether the answer is complete with them; then the request has ended, and its times are final.</param>
internal readonly record struct TokenSpan(int First, int Count, bool IsLast);
