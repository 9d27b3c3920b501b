using System.Collections;
using System.Text.Json;

namespace Emulator.Configuration;

/// <summary>Several texts as the value of one option, compared by value. Never empty.</summary>
public sealed class TextList : IReadOnlyList<string>, IEquatable<TextList>
{
    private readonly string[] _items;

    /// <summary>A list of at least one text.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public TextList(params IEnumerable<string> items)
    {
        _items = [.. items];
        if (_items.Length == 0)
        {
            throw new ArgumentException("a list of at least one text is needed", nameof(items));
        }
    }

    /// <inheritdoc/>
    public int Count => _items.Length;

    /// <inheritdoc/>
    public string this[int index] => _items[index];

    /// <summary>Reads what <see cref="ToString"/> writes: a JSON array of texts, or one text as it stands.</summary>
    /// <returns>Null where there is no text at all.</returns>
    public static TextList? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        text = text.Trim();
        string[]? items = text.StartsWith('[') ? ArrayIn(text) : null;
        return (items ?? [text]) is { Length: > 0 } given && given.All(item => item.Length > 0) ? new TextList(given) : null;
    }

    /// <summary>One text as it stands; several as a JSON array.</summary>
    public override string ToString() => _items is [string only] && ArrayIn(only) is null ? only : JsonSerializer.Serialize(_items, CatalogueFile.Options);

    /// <inheritdoc/>
    public bool Equals(TextList? other) => other is not null && _items.AsSpan().SequenceEqual(other._items);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TextList);

    /// <inheritdoc/>
    public override int GetHashCode() => _items.Aggregate(0, HashCode.Combine);

    /// <inheritdoc/>
    public IEnumerator<string> GetEnumerator() => _items.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static string[]? ArrayIn(string text)
    {
        try
        {
            return text.StartsWith('[') ? JsonSerializer.Deserialize<string[]>(text, CatalogueFile.Options) : null;
        }
        catch (JsonException)
        {
            // A name may begin with a bracket.
            return null;
        }
    }
}
