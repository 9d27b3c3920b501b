namespace Emulator.Points;

/// <summary>Entries by any of their names, looked up without making a string of a field.</summary>
/// <param name="find">Finds an entry, or throws what the user reads.</param>
internal sealed class NamedEntries<T>(Func<string, T> find)
{
    private readonly Dictionary<string, T> _known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The entry with this name.</summary>
    /// <exception cref="InvalidConfigurationException">There is none.</exception>
    public T this[ReadOnlySpan<char> name]
    {
        get
        {
            if (_known.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out T? entry))
            {
                return entry;
            }

            // Only names that exist are kept, so that there are never more than those.
            string text = name.ToString();
            return _known[text] = find(text);
        }
    }
}
