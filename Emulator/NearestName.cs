namespace Emulator;

/// <summary>"Did you mean": the known name that a wrong one is most likely a misspelling of.</summary>
public static class NearestName
{
    /// <summary>
    /// The name nearest to <paramref name="wrong"/> by edit distance (insert, delete, replace or swap neighbours: 1 each; case and
    /// <c>_</c> for <c>-</c> are free), or null where none is within a third of its length. Of equally near ones the first.
    /// </summary>
    public static string? Of(string wrong, IEnumerable<string> names)
    {
        string? nearest = null;
        int smallest = Math.Max(2, wrong.Length / 3) + 1;
        foreach (string name in names)
        {
            if (Math.Abs(wrong.Length - name.Length) >= smallest)
            {
                // So many letters are missing at least; and a wrong name may be as long as a file.
                continue;
            }

            int distance = Distance(Fold(wrong), Fold(name));
            if (distance < smallest)
            {
                (nearest, smallest) = (name, distance);
            }
        }

        return nearest;
    }

    /// <summary>The end of a sentence about a wrong name: <c>; did you mean NAME?</c>, or a full stop where nothing is near.</summary>
    /// <param name="wrong">The wrong name.</param>
    /// <param name="names">The right ones.</param>
    /// <param name="spell">How the reader writes a name; as it is by default.</param>
    public static string Hint(string wrong, IEnumerable<string> names, Func<string, string>? spell = null) =>
        Of(wrong, names) is string nearest ? $"; did you mean {spell?.Invoke(nearest) ?? nearest}?" : ".";

    /// <summary>The same with the name in quotes, or with all the right ones where nothing is near: <c>; allowed are A, B.</c></summary>
    public static string HintOrAllowed(string wrong, IReadOnlyCollection<string> names) =>
        Of(wrong, names) is string nearest ? $"; did you mean '{nearest}'?" : $"; allowed are {string.Join(", ", names)}.";

    private static string Fold(string name) => name.ToUpperInvariant().Replace('_', '-');

    private static int Distance(string a, string b)
    {
        int[,] cost = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                cost[i, j] = i == 0 || j == 0 ? i + j : Cheapest(i, j);
            }
        }

        return cost[a.Length, b.Length];

        int Cheapest(int i, int j)
        {
            int replaced = cost[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            int cheapest = Math.Min(replaced, Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1);
            bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            return swapped ? Math.Min(cheapest, cost[i - 2, j - 2] + 1) : cheapest;
        }
    }
}
