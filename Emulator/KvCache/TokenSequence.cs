namespace Emulator.KvCache;

/// <summary>The tokens of a prompt, as runs. Immutable; what prefix caching compares.</summary>
public sealed class TokenSequence
{
    private readonly TokenRun[] _runs;

    /// <summary>The concatenation of <paramref name="runs"/>.</summary>
    public TokenSequence(params ReadOnlySpan<TokenRun> runs)
    {
        if (runs is [{ Count: > 0 } only])
        {
            (_runs, Length) = ([only], only.Count);
            return;
        }

        List<TokenRun> merged = new(runs.Length);
        foreach (TokenRun run in runs)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(run.Count);
            if (run.Count == 0)
            {
                continue;
            }

            // Runs that happen to continue each other become one, so that equal tokens always have equal runs.
            if (merged.Count > 0 && merged[^1].First + (ulong)merged[^1].Count == run.First)
            {
                merged[^1] = merged[^1] with { Count = merged[^1].Count + run.Count };
            }
            else
            {
                merged.Add(run);
            }

            Length += run.Count;
        }

        _runs = [.. merged];
    }

    /// <summary>Tokens in all.</summary>
    public int Length { get; }

    /// <summary>The runs, first to last, merged.</summary>
    public ReadOnlySpan<TokenRun> Runs => _runs;

    /// <summary>Mixes tokens <paramref name="from"/> to <paramref name="from"/> + <paramref name="count"/> − 1 into <paramref name="hasher"/>.</summary>
    /// <param name="hasher">The hash under way.</param>
    /// <param name="from">The first token.</param>
    /// <param name="count">Tokens to mix in.</param>
    /// <param name="place">Where to look: the default for the start, then as the last call left it, for tokens that lie behind that call's.</param>
    internal void MixInto(ref BlockHasher hasher, int from, int count, ref RunPlace place)
    {
        while (count > 0)
        {
            TokenRun run = _runs[place.Run];
            int end = place.Start + run.Count;
            if (end <= from)
            {
                place = new RunPlace(place.Run + 1, end);
                continue;
            }

            int take = Math.Min(end - from, count);
            hasher.Mix(run.First + (ulong)(from - place.Start), take);
            from += take;
            count -= take;
        }
    }

    /// <summary>A run of a sequence, and where it starts.</summary>
    internal readonly record struct RunPlace(int Run, int Start);
}
