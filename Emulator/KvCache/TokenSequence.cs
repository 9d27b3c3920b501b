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

    /// <summary>The runs that make up tokens <paramref name="from"/> to <paramref name="from"/> + <paramref name="count"/> − 1, mixed into <paramref name="hash"/>.</summary>
    internal void MixInto(ref BlockHash hash, int from, int count)
    {
        int start = 0;
        foreach (TokenRun run in _runs)
        {
            int end = start + run.Count;
            if (end > from && count > 0)
            {
                int take = Math.Min(end - from, count);
                hash.Mix(run.First + (ulong)(from - start), take);
                from += take;
                count -= take;
            }

            start = end;
        }
    }
}
