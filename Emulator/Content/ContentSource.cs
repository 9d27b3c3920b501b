using Emulator.Numerics;

namespace Emulator.Content;

/// <summary>Where the text of answers comes from: made up, an echo of what was said, or canned.</summary>
/// <param name="echoes">Whether answers repeat what was said.</param>
/// <param name="canned">Answers to choose from; none = answers are made up.</param>
internal sealed class ContentSource(bool echoes, IReadOnlyList<CannedReply> canned)
{
    /// <summary>Prose that is made up.</summary>
    public static ContentSource Prose { get; } = new(echoes: false, []);

    /// <summary>The answer to what was said; null = made up.</summary>
    /// <remarks>Of canned answers the first that fits wins; where none does, the seed chooses among those that fit everything.</remarks>
    public string? TextFor(string said, ulong seed)
    {
        if (echoes)
        {
            return said.Length > 0 ? said : null;
        }

        if (canned.FirstOrDefault(reply => reply.When is { } when && said.Contains(when, StringComparison.OrdinalIgnoreCase)) is { } fitting)
        {
            return fitting.Reply;
        }

        CannedReply[] any = [.. canned.Where(reply => reply.When is null)];
        return any.Length > 0 ? any[SplitMix64.Mix(seed) % (ulong)any.Length].Reply : null;
    }
}
