using System.Text.Json;

namespace Emulator.Content.Schemas;

/// <summary>Whether a schema is one, in all its parts: what it means otherwise is anybody's guess.</summary>
internal static class SchemaCheck
{
    /// <summary>The names of types.</summary>
    public static readonly string[] Types = ["object", "array", "string", "integer", "number", "boolean", "null"];

    /// <summary>What is wrong first; null = nothing.</summary>
    public static string? ProblemOf(SchemaRoot root) => ProblemsOf(root, root.Element, "#").FirstOrDefault();

    private static IEnumerable<string> ProblemsOf(SchemaRoot root, JsonElement schema, string place) => schema.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => [],
        JsonValueKind.Object => schema.EnumerateObject().SelectMany(keyword => ProblemsOf(root, keyword, $"{place}/{keyword.Name}")),
        _ => [$"{place} is no schema"],
    };

    private static IEnumerable<string> ProblemsOf(SchemaRoot root, JsonProperty keyword, string place)
    {
        JsonElement value = keyword.Value;
        return keyword.Name switch
        {
            "$ref" => Unless(value.ValueKind == JsonValueKind.String && root.Find(value.GetString()!) is not null, $"{place} is {value}, which is nowhere in the schema"),
            "$dynamicRef" or "$recursiveRef" => [$"{place} is not supported"],
            "type" => TypeProblems(value, place),
            "enum" => Unless(value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0, $"{place} is no list of values"),
            "required" => Unless(value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(name => name.ValueKind == JsonValueKind.String), $"{place} is no list of names"),
            "properties" or "$defs" or "definitions" or "dependentSchemas" => MapProblems(root, value, place),
            "patternProperties" => MapProblems(root, value, place).Concat(
                value.ValueKind == JsonValueKind.Object ? value.EnumerateObject().SelectMany(pattern => PatternProblems(root, pattern.Name, place)) : []),
            "allOf" or "anyOf" or "oneOf" or "prefixItems" => ListProblems(root, value, place),
            "items" => value.ValueKind == JsonValueKind.Array ? ListProblems(root, value, place) : ProblemsOf(root, value, place),
            "additionalProperties" or "unevaluatedProperties" or "propertyNames" or "additionalItems" or "unevaluatedItems" or "contains" or "not" or "if" or "then" or "else" =>
                ProblemsOf(root, value, place),
            "pattern" => value.ValueKind == JsonValueKind.String ? PatternProblems(root, value.GetString()!, place) : [$"{place} is no text"],
            "minimum" or "maximum" or "multipleOf" => Unless(value.ValueKind == JsonValueKind.Number, $"{place} is no number"),
            "exclusiveMinimum" or "exclusiveMaximum" => Unless(value.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False, $"{place} is no number"),
            "minLength" or "maxLength" or "minItems" or "maxItems" or "minProperties" or "maxProperties" or "minContains" or "maxContains" =>
                Unless(value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double count) && count >= 0 && count == Math.Floor(count), $"{place} is no count"),
            _ => [],
        };
    }

    private static string[] Unless(bool holds, string problem) => holds ? [] : [problem];

    private static string[] TypeProblems(JsonElement type, string place)
    {
        JsonElement[] names = type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray()] : [type];
        return Unless(
            names.Length > 0 && Array.TrueForAll(names, name => name.ValueKind == JsonValueKind.String && Types.Contains(name.GetString())),
            $"{place} is {type}, which is no type");
    }

    private static string[] PatternProblems(SchemaRoot root, string pattern, string place) => Unless(root.Pattern(pattern) is not null, $"{place} has the pattern '{pattern}', which is not supported");

    private static IEnumerable<string> MapProblems(SchemaRoot root, JsonElement map, string place) => map.ValueKind == JsonValueKind.Object
        ? map.EnumerateObject().SelectMany(entry => ProblemsOf(root, entry.Value, $"{place}/{entry.Name}"))
        : [$"{place} is no object"];

    private static IEnumerable<string> ListProblems(SchemaRoot root, JsonElement list, string place) => list.ValueKind == JsonValueKind.Array && list.GetArrayLength() > 0
        ? list.EnumerateArray().SelectMany((schema, index) => ProblemsOf(root, schema, $"{place}/{index}"))
        : [$"{place} is no list of schemas"];
}
