using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Emulator;

/// <summary>Entries found by name or alias, whatever the case; an unknown name is answered with the nearest known one.</summary>
internal sealed class Catalogue<T>
    where T : class
{
    private readonly FrozenDictionary<string, T> _byName;
    private readonly Func<T, string> _name;
    private readonly string _option;

    /// <param name="option">The option that names an entry, for messages.</param>
    /// <param name="entries">All entries; two that share a name or alias are an error.</param>
    /// <param name="name">An entry's own name.</param>
    /// <param name="aliases">Its other names.</param>
    public Catalogue(string option, IEnumerable<T> entries, Func<T, string> name, Func<T, IReadOnlyList<string>> aliases)
    {
        _option = option;
        _name = name;
        All = [.. entries.OrderBy(name, StringComparer.OrdinalIgnoreCase)];
        Dictionary<string, T> byName = new(StringComparer.OrdinalIgnoreCase);
        foreach (T entry in All)
        {
            foreach (string known in aliases(entry).Prepend(name(entry)))
            {
                if (!byName.TryAdd(known, entry))
                {
                    throw new InvalidConfigurationException(
                        $"the name '{known}' belongs to two catalogue entries: {name(byName[known])} and {name(entry)}.");
                }
            }
        }

        _byName = byName.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>All entries, ordered by name.</summary>
    public IReadOnlyList<T> All { get; }

    /// <summary>Finds an entry without complaint when there is none.</summary>
    public bool TryFind(string nameOrAlias, [NotNullWhen(true)] out T? entry) => _byName.TryGetValue(nameOrAlias, out entry);

    /// <summary>The entry of this name.</summary>
    /// <exception cref="InvalidConfigurationException">No entry has the name; the message says which do, and which is nearest.</exception>
    public T Find(string nameOrAlias)
    {
        if (TryFind(nameOrAlias, out T? entry))
        {
            return entry;
        }

        string nearest = _name(_byName[_byName.Keys.OrderBy(known => Edits(known, nameOrAlias)).ThenBy(known => known, StringComparer.Ordinal).First()]);
        throw new InvalidConfigurationException(
            $"{_option} is '{nameOrAlias}', which is not in the catalogue; did you mean {nearest}? Known are {string.Join(", ", All.Select(_name))}.");
    }

    /// <summary>Levenshtein's distance, blind to case: letters to insert, delete or replace.</summary>
    private static int Edits(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = diagonal + (char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
