namespace LoadGen;

/// <summary>The "did you mean" of error messages.</summary>
internal static class NearestName
{
    /// <summary>"; did you mean 'x'?" when one of <paramref name="allowed"/> is close to <paramref name="wrong"/>, else "; allowed are a, b and c."</summary>
    public static string Hint(string wrong, IReadOnlyCollection<string> allowed)
    {
        string? nearest = allowed.MinBy(name => Distance(wrong, name));
        bool close = nearest is not null && Distance(wrong, nearest) <= Math.Max(1, Math.Min(wrong.Length, nearest.Length) / 3);
        return close ? $"; did you mean '{nearest}'?" : $"; allowed are {string.Join(", ", allowed)}.";
    }

    // Levenshtein's edit distance, without regard to case.
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int change = diagonal + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
