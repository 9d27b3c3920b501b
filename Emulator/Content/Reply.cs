namespace Emulator.Content;

/// <summary>An answer before it is generated.</summary>
/// <param name="Text">What it reads.</param>
/// <param name="Length">Tokens after which it ends by itself, at least 1; <see cref="int.MaxValue"/> = never.</param>
internal sealed record Reply(ReplyText Text, int Length)
{
    /// <summary>The text at which it stops, if it is one.</summary>
    public string? StopText { get; init; }

    /// <summary>The token at which it stops, if it is one.</summary>
    public int? StopToken { get; init; }
}
