using System.Text.Json;

namespace Emulator.Content.Schemas;

/// <summary>Schemas that one value has to fit all at once, keyword by keyword.</summary>
/// <param name="schemas">The schemas; all of them are objects, and nothing in them has to be followed any more.</param>
/// <param name="root">The schema that they are parts of.</param>
internal sealed class SchemaFacets(IReadOnlyList<JsonElement> schemas, SchemaRoot root)
{
    /// <summary>What a keyword is in each of them that has it.</summary>
    public IEnumerable<JsonElement> All(string keyword)
    {
        foreach (JsonElement schema in schemas)
        {
            if (schema.TryGetProperty(keyword, out JsonElement value))
            {
                yield return value;
            }
        }
    }

    /// <summary>Whether one of them has a keyword.</summary>
    public bool Has(string keyword) => All(keyword).Any();

    /// <summary>The largest count that a keyword has; 0 = none has it.</summary>
    public int Least(string keyword) => All(keyword).Select(CountOf).DefaultIfEmpty(0).Max();

    /// <summary>The smallest count that a keyword has; <see cref="int.MaxValue"/> = none has it.</summary>
    public int Most(string keyword) => All(keyword).Select(CountOf).DefaultIfEmpty(int.MaxValue).Min();

    /// <summary>The types that all of them allow, in the first one's order; where none says, those that their keywords speak of.</summary>
    public IReadOnlyList<string> Types
    {
        get
        {
            string[][] given = [.. All("type").Select(NamesOf)];
            return given.Length == 0 ? [Implied] : [.. given[0].SelectMany(type => given.All(names => Allows(names, type)) ? [type] : Narrowed(type, given))];
        }
    }

    /// <summary>The values that are allowed; null = any.</summary>
    public JsonElement[]? Choices => All("const").Select(value => new[] { value }).Concat(All("enum").Select(values => values.EnumerateArray().ToArray())).FirstOrDefault();

    /// <summary>Names of properties: those that are described, in their order, then others that are required.</summary>
    public IReadOnlyList<string> PropertyNames => [.. All("properties").SelectMany(map => map.EnumerateObject().Select(property => property.Name)).Concat(Required).Distinct()];

    /// <summary>Names of properties that have to be there.</summary>
    public IEnumerable<string> Required => All("required").SelectMany(names => names.EnumerateArray().Select(name => name.GetString()!));

    /// <summary>Names of properties that have to be there beside one.</summary>
    public IEnumerable<string> RequiredBeside(string name) => All("dependentRequired").SelectMany(map =>
        map.ValueKind == JsonValueKind.Object && map.TryGetProperty(name, out JsonElement names) && names.ValueKind == JsonValueKind.Array ? names.EnumerateArray().Select(one => one.ToString()) : []);

    /// <summary>What the value of a property has to fit.</summary>
    public IReadOnlyList<JsonElement> OfProperty(string name) => [.. schemas.SelectMany(schema => OfProperty(schema, name))];

    /// <summary>What an item has to fit.</summary>
    public IReadOnlyList<JsonElement> OfItem(int index) => [.. schemas.SelectMany(schema => OfItem(schema, index))];

    /// <summary>Items that have schemas of their own.</summary>
    public int PrefixItems => All("prefixItems").Concat(All("items")).Where(items => items.ValueKind == JsonValueKind.Array).Select(items => items.GetArrayLength()).DefaultIfEmpty(0).Max();

    private string Implied => Has("properties") || Has("required") || Has("additionalProperties") || Has("minProperties") || Has("patternProperties") ? "object"
        : Has("items") || Has("prefixItems") || Has("minItems") || Has("contains") ? "array"
        : Has("minimum") || Has("maximum") || Has("multipleOf") || Has("exclusiveMinimum") || Has("exclusiveMaximum") ? "number"
        : "string";

    private IEnumerable<JsonElement> OfProperty(JsonElement schema, string name)
    {
        bool isDescribed = false;
        if (schema.TryGetProperty("properties", out JsonElement properties) && properties.TryGetProperty(name, out JsonElement property))
        {
            isDescribed = true;
            yield return property;
        }

        foreach (JsonProperty pattern in schema.TryGetProperty("patternProperties", out JsonElement patterns) ? patterns.EnumerateObject() : default(JsonElement.ObjectEnumerator))
        {
            if (root.Pattern(pattern.Name)!.IsMatch(name))
            {
                isDescribed = true;
                yield return pattern.Value;
            }
        }

        if (!isDescribed && schema.TryGetProperty("additionalProperties", out JsonElement others))
        {
            yield return others;
        }
    }

    private static IEnumerable<JsonElement> OfItem(JsonElement schema, int index)
    {
        bool hasItems = schema.TryGetProperty("items", out JsonElement items);
        bool isOld = hasItems && items.ValueKind == JsonValueKind.Array;
        JsonElement prefix = isOld ? items : schema.TryGetProperty("prefixItems", out JsonElement given) ? given : default;
        if (prefix.ValueKind == JsonValueKind.Array && index < prefix.GetArrayLength())
        {
            yield return prefix[index];
        }
        else if (isOld && schema.TryGetProperty("additionalItems", out JsonElement others))
        {
            yield return others;
        }
        else if (hasItems && !isOld)
        {
            yield return items;
        }
    }

    private static int CountOf(JsonElement value) => (int)Math.Min(value.GetDouble(), int.MaxValue);

    private static string[] NamesOf(JsonElement type) => type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(name => name.GetString()!)] : [type.GetString()!];

    private static bool Allows(string[] names, string type) => names.Contains(type) || (type == "integer" && names.Contains("number"));

    // Where one allows numbers and the others whole ones only, these are what is left.
    private static string[] Narrowed(string type, string[][] given) => type == "number" && Array.TrueForAll(given, names => Allows(names, "integer")) ? ["integer"] : [];
}
