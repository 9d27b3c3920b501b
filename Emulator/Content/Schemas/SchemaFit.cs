using System.Text.Json;
using System.Text.Json.Nodes;

namespace Emulator.Content.Schemas;

/// <summary>Whether a value fits a schema (JSON Schema 2020-12, and what is different in draft 7).</summary>
/// <param name="root">The schema.</param>
internal sealed class SchemaFit(SchemaRoot root)
{
    // Schemas can be written that take for ever to check; what takes longer than this fits nothing.
    private const int MostChecks = 50_000;
    private const int Deepest = 256;

    private int _checks;

    /// <summary>Whether it fits.</summary>
    public bool Fits(JsonNode? value)
    {
        _checks = 0;
        return Fits(root.Element, value, 0);
    }

    /// <summary>Whether it fits a part.</summary>
    public bool Fits(JsonElement schema, JsonNode? value, int depth = 0)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return schema.ValueKind != JsonValueKind.False;
        }

        if (depth > Deepest || ++_checks > MostChecks)
        {
            return false;
        }

        SchemaFacets facets = new([schema], root);
        return FitsOthers(schema, value, depth) && FitsValue(facets, value) && value switch
        {
            JsonObject members => FitsObject(facets, members, depth),
            JsonArray items => FitsArray(facets, items, depth),
            JsonValue => value.GetValueKind() switch
            {
                JsonValueKind.String => TextSample.Fits(facets, root, value.GetValue<string>()),
                JsonValueKind.Number => NumberSample.Fits(facets, value.AsValue()),
                _ => true,
            },
            _ => true,
        };
    }

    private bool FitsOthers(JsonElement schema, JsonNode? value, int depth)
    {
        bool Fit(JsonElement part) => Fits(part, value, depth + 1);
        IEnumerable<JsonElement> Parts(string keyword) => schema.TryGetProperty(keyword, out JsonElement parts) ? parts.EnumerateArray() : [];
        bool Has(string keyword, out JsonElement part) => schema.TryGetProperty(keyword, out part);

        return (!Has("$ref", out JsonElement reference) || Fit(root.Find(reference.GetString()!)!.Value))
            && Parts("allOf").All(Fit)
            && (!Has("anyOf", out _) || Parts("anyOf").Any(Fit))
            && (!Has("oneOf", out _) || Parts("oneOf").Count(Fit) == 1)
            && (!Has("not", out JsonElement not) || !Fit(not))
            && (!Has("if", out JsonElement condition) || (Fit(condition) ? !Has("then", out JsonElement then) || Fit(then) : !Has("else", out JsonElement otherwise) || Fit(otherwise)));
    }

    private static bool FitsValue(SchemaFacets facets, JsonNode? value) =>
        (!facets.Has("type") || facets.Types.Any(type => IsOf(type, value)))
        && facets.All("const").All(only => Same(only, value))
        && facets.All("enum").All(choices => choices.EnumerateArray().Any(choice => Same(choice, value)));

    private bool FitsObject(SchemaFacets facets, JsonObject members, int depth) =>
        members.Count >= facets.Least("minProperties")
        && members.Count <= facets.Most("maxProperties")
        && facets.Required.All(members.ContainsKey)
        && members.All(member =>
            facets.OfProperty(member.Key).All(schema => Fits(schema, member.Value, depth + 1))
            && facets.RequiredBeside(member.Key).All(members.ContainsKey)
            && facets.All("propertyNames").All(names => Fits(names, JsonValue.Create(member.Key), depth + 1))
            && facets.All("dependentSchemas").All(map => !map.TryGetProperty(member.Key, out JsonElement schema) || Fits(schema, members, depth + 1)));

    private bool FitsArray(SchemaFacets facets, JsonArray items, int depth)
    {
        bool isSized = items.Count >= facets.Least("minItems") && items.Count <= facets.Most("maxItems");
        bool isUnique = !facets.All("uniqueItems").Any(unique => unique.ValueKind == JsonValueKind.True) || items.Select(item => item?.ToJsonString() ?? "null").Distinct().Count() == items.Count;
        return isSized
            && isUnique
            && items.Select((item, index) => facets.OfItem(index).All(schema => Fits(schema, item, depth + 1))).All(fits => fits)
            && facets.All("contains").All(wanted =>
            {
                int found = items.Count(item => Fits(wanted, item, depth + 1));
                return found >= (facets.Has("minContains") ? facets.Least("minContains") : 1) && found <= facets.Most("maxContains");
            });
    }

    private static bool IsOf(string type, JsonNode? value) => type switch
    {
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "null" => value is null,
        "string" => value?.GetValueKind() == JsonValueKind.String,
        "boolean" => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        "number" => value?.GetValueKind() == JsonValueKind.Number,
        _ => value?.GetValueKind() == JsonValueKind.Number && NumberSample.IsWhole(value.AsValue()),
    };

    private static bool Same(JsonElement one, JsonNode? other) => JsonNode.DeepEquals(JsonNode.Parse(one.GetRawText(), documentOptions: SchemaRoot.AnyDepth), other);
}
