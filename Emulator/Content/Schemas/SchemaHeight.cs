using System.Text.Json;

namespace Emulator.Content.Schemas;

/// <summary>How deep the flattest value is that fits a schema. One that needs itself has none.</summary>
internal sealed class SchemaHeight
{
    /// <summary>The height of what never ends.</summary>
    public const int Endless = 1_000_000;

    // A schema with more of them takes too long to look at.
    private const int MostReferences = 1_000;

    private readonly SchemaRoot _root;
    private readonly Dictionary<string, int> _referred = [];

    /// <summary>Looks at a whole schema.</summary>
    public SchemaHeight(SchemaRoot root)
    {
        _root = root;
        Of(root.Element);

        // Each pass finds the heights that are one reference further away; what has none in the end needs itself.
        bool changed = true;
        while (changed && _referred.Count <= MostReferences)
        {
            changed = false;
            foreach (string reference in _referred.Keys.Reverse().ToArray())
            {
                int known = _referred.Count;
                int height = Of(_root.Find(reference)!.Value);
                changed |= height < _referred[reference] || _referred.Count > known;
                _referred[reference] = Math.Min(height, _referred[reference]);
            }
        }
    }

    /// <summary>The height of a part.</summary>
    public int Of(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return schema.ValueKind == JsonValueKind.False ? Endless : 1;
        }

        if (schema.TryGetProperty("const", out _) || schema.TryGetProperty("enum", out _))
        {
            return 1;
        }

        int below = new[] { OfReference(schema), OfAll(schema, "allOf"), OfAny(schema, "anyOf"), OfAny(schema, "oneOf"), OfProperties(schema), OfItems(schema) }.Max();
        return Math.Min(below + 1, Endless);
    }

    private int OfReference(JsonElement schema)
    {
        if (!schema.TryGetProperty("$ref", out JsonElement reference))
        {
            return 0;
        }

        string name = reference.GetString()!;
        _referred.TryAdd(name, Endless);
        return _referred[name];
    }

    private int OfAll(JsonElement schema, string keyword) => schema.TryGetProperty(keyword, out JsonElement parts) ? parts.EnumerateArray().Max(Of) : 0;

    private int OfAny(JsonElement schema, string keyword) => schema.TryGetProperty(keyword, out JsonElement parts) ? parts.EnumerateArray().Min(Of) : 0;

    private int OfProperties(JsonElement schema)
    {
        if (!MustBe(schema, "object") || !schema.TryGetProperty("properties", out JsonElement properties) || !schema.TryGetProperty("required", out JsonElement required))
        {
            return 0;
        }

        return required.EnumerateArray().Select(name => properties.TryGetProperty(name.GetString()!, out JsonElement property) ? Of(property) : 1).DefaultIfEmpty(0).Max();
    }

    private int OfItems(JsonElement schema)
    {
        int least = MustBe(schema, "array") && schema.TryGetProperty("minItems", out JsonElement items) ? (int)Math.Min(items.GetDouble(), Endless) : 0;
        int first = 0;
        int height = 0;
        if (schema.TryGetProperty("prefixItems", out JsonElement prefix))
        {
            first = prefix.GetArrayLength();
            height = prefix.EnumerateArray().Take(least).Select(Of).DefaultIfEmpty(0).Max();
        }

        return least > first && schema.TryGetProperty("items", out JsonElement rest) && rest.ValueKind != JsonValueKind.Array ? Math.Max(height, Of(rest)) : height;
    }

    // Whether the value cannot be of another type.
    private static bool MustBe(JsonElement schema, string type) => !schema.TryGetProperty("type", out JsonElement given)
        || (given.ValueKind == JsonValueKind.String ? given.GetString() == type : given.GetArrayLength() == 1 && given[0].GetString() == type);
}
