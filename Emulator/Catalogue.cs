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
    /// <param name="nameOrAlias">The name.</param>
    /// <param name="askedBy">What asked for it, where that is not the option.</param>
    /// <exception cref="InvalidConfigurationException">No entry has the name; the message says which do, and which is nearest.</exception>
    public T Find(string nameOrAlias, string? askedBy = null)
    {
        if (TryFind(nameOrAlias, out T? entry))
        {
            return entry;
        }

        string hint = NearestName.Hint(nameOrAlias, _byName.Keys.Order(StringComparer.Ordinal), known => _name(_byName[known]));
        throw new InvalidConfigurationException($"{askedBy ?? _option} is '{nameOrAlias}', which is not in the catalogue{hint} Known are {string.Join(", ", All.Select(_name))}.");
    }
}
