namespace Emulator.Content;

/// <summary>An answer from a file.</summary>
/// <param name="Reply">What it reads.</param>
/// <param name="When">It answers messages that contain this, in any case; null = all.</param>
internal sealed record CannedReply(string Reply, string? When);
