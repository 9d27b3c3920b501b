using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Emulator.Content.Schemas;

/// <summary>A JSON schema: what its references mean, and its patterns.</summary>
/// <param name="root">The schema.</param>
internal sealed class SchemaRoot(JsonElement root)
{
    /// <summary>For values in a schema, which whoever read the schema has let in.</summary>
    public static JsonDocumentOptions AnyDepth { get; } = new() { MaxDepth = int.MaxValue };

    private readonly Dictionary<string, Regex?> _patterns = [];
    private readonly Dictionary<string, JsonElement?> _referred = [];

    /// <summary>The schema itself.</summary>
    public JsonElement Element => root;

    /// <summary>What a reference means: only those into the schema itself, such as <c>#/$defs/Name</c>; null = nothing.</summary>
    public JsonElement? Find(string reference)
    {
        if (!_referred.TryGetValue(reference, out JsonElement? found))
        {
            found = Follow(reference);
            _referred.Add(reference, found);
        }

        return found;
    }

    /// <summary>A pattern ready to use; null = it is none that can be tried in bounded time: matching takes time in proportion to the text, whatever a client sends.</summary>
    public Regex? Pattern(string pattern)
    {
        if (!_patterns.TryGetValue(pattern, out Regex? ready))
        {
            ready = TryCompile(pattern);
            _patterns.Add(pattern, ready);
        }

        return ready;
    }

    /// <inheritdoc cref="Pattern"/>
    public static Regex? TryCompile(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception problem) when (problem is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    private JsonElement? Follow(string reference)
    {
        string[] path = reference.Split('/');
        if (path is not ["#", ..])
        {
            return null;
        }

        JsonElement place = root;
        foreach (string key in path[1..])
        {
            if (Child(place, Uri.UnescapeDataString(key).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)) is not { } child)
            {
                return null;
            }

            place = child;
        }

        return place;
    }

    private static JsonElement? Child(JsonElement place, string key) => place.ValueKind switch
    {
        JsonValueKind.Object when place.TryGetProperty(key, out JsonElement child) => child,
        JsonValueKind.Array when int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < place.GetArrayLength() => place[index],
        _ => null,
    };
}
