namespace Emulator.Prometheus;

/// <summary>A series' labels, sorted by name as Python's client writes them.</summary>
internal sealed class Labels
{
    private readonly (string Name, string Value)[] _pairs;

    /// <param name="pairs">Name and value, in any order.</param>
    public Labels(params IEnumerable<(string Name, string Value)> pairs)
    {
        _pairs = [.. pairs.OrderBy(pair => pair.Name, StringComparer.Ordinal)];
        Text = _pairs.Length == 0 ? "" : $"{{{string.Join(',', _pairs.Select(pair => $"{pair.Name}=\"{Escape(pair.Value)}\""))}}}";
    }

    /// <summary>No labels.</summary>
    public static Labels None { get; } = new();

    /// <summary>As the text format has them; nothing without labels.</summary>
    public string Text { get; }

    /// <summary>These and one more.</summary>
    public Labels With(string name, string value) => new(_pairs.Append((name, value)));

    private static string Escape(string value) => value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
