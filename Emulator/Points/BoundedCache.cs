namespace Emulator.Points;

/// <summary>What was made for a key is kept, so that the next point with it finds it; memory stays bounded however many keys a file has.</summary>
/// <param name="make">Makes what a key stands for.</param>
internal sealed class BoundedCache<TKey, TValue>(Func<TKey, TValue> make)
    where TKey : notnull
{
    private const int MostEntries = 4_096;

    private readonly Dictionary<TKey, TValue> _known = [];

    /// <summary>What <paramref name="key"/> stands for.</summary>
    public TValue this[TKey key]
    {
        get
        {
            if (_known.TryGetValue(key, out TValue? value))
            {
                return value;
            }

            // A file with more shapes than this is no worse off than without a cache.
            if (_known.Count == MostEntries)
            {
                _known.Clear();
            }

            return _known[key] = make(key);
        }
    }
}
