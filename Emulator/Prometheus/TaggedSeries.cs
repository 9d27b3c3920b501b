namespace Emulator.Prometheus;

/// <summary>A series and the tags that an instrument gives it.</summary>
/// <param name="tags">The tags, in the instrument's order.</param>
/// <param name="series">The series.</param>
internal sealed class TaggedSeries(KeyValuePair<string, object?>[] tags, Series series)
{
    /// <summary>The series.</summary>
    public Series Series => series;

    /// <summary>Whether these are its tags. Allocates nothing.</summary>
    public bool Has(ReadOnlySpan<KeyValuePair<string, object?>> given)
    {
        if (given.Length != tags.Length)
        {
            return false;
        }

        for (int i = 0; i < tags.Length; i++)
        {
            if (!string.Equals(given[i].Key, tags[i].Key, StringComparison.Ordinal) || !Equals(given[i].Value, tags[i].Value))
            {
                return false;
            }
        }

        return true;
    }
}
