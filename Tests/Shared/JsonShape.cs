using System.Text.Json.Nodes;

namespace Tests;

/// <summary>Checks JSON against the part of JSON Schema that the published schema uses; any other keyword in it is an error.</summary>
internal sealed class JsonShape(JsonObject root)
{
    private static readonly HashSet<string> Known =
    [
        "$schema", "$id", "$defs", "$ref", "title", "description", "type", "properties", "required", "additionalProperties", "items", "enum", "const",
        "minimum", "exclusiveMinimum", "maximum", "minLength", "pattern", "oneOf",
    ];

    public IReadOnlyList<string> Problems(JsonNode? value) => [.. Check(root, value, "$")];

    private IEnumerable<string> Check(JsonObject schema, JsonNode? value, string path)
    {
        foreach (string unknown in schema.Select(p => p.Key).Where(k => !Known.Contains(k)))
        {
            yield return $"the schema uses {unknown} at {path}, which this check does not know";
        }

        if (schema["$ref"] is JsonNode reference)
        {
            JsonObject target = (JsonObject)root["$defs"]![reference.GetValue<string>()["#/$defs/".Length..]]!;
            foreach (string problem in Check(target, value, path))
            {
                yield return problem;
            }
        }

        if (schema["oneOf"] is JsonArray choices)
        {
            List<string>[] failures = [.. choices.Select(c => Check((JsonObject)c!, value, path).ToList())];
            if (failures.Count(f => f.Count == 0) != 1)
            {
                yield return $"{path} matches {failures.Count(f => f.Count == 0)} of the alternatives: {failures.MinBy(f => f.Count)!.FirstOrDefault()}";
            }
        }

        if (schema["type"] is JsonNode type && !TypesOf(type).Any(one => Is(one, value)))
        {
            yield return $"{path} is {value?.ToJsonString() ?? "null"}, not {type.ToJsonString()}";
            yield break;
        }

        if (schema["const"] is JsonNode constant && !JsonNode.DeepEquals(constant, value))
        {
            yield return $"{path} is not {constant.ToJsonString()}";
        }

        if (schema["enum"] is JsonArray allowed && !allowed.Any(a => JsonNode.DeepEquals(a, value)))
        {
            yield return $"{path} is none of {allowed.ToJsonString()}";
        }

        if (schema["pattern"]?.GetValue<string>() is string pattern && !System.Text.RegularExpressions.Regex.IsMatch(value!.GetValue<string>(), pattern))
        {
            yield return $"{path} does not match {pattern}";
        }

        if (schema["minimum"] is JsonNode minimum && Number(value) < Number(minimum))
        {
            yield return $"{path} is below {minimum}";
        }

        if (schema["exclusiveMinimum"] is JsonNode above && !(Number(value) > Number(above)))
        {
            yield return $"{path} is not above {above}";
        }

        if (schema["minLength"] is JsonNode least && value!.GetValue<string>().Length < Number(least))
        {
            yield return $"{path} is shorter than {least}";
        }

        if (schema["maximum"] is JsonNode maximum && Number(value) > Number(maximum))
        {
            yield return $"{path} is above {maximum}";
        }

        IEnumerable<string> inner = value switch
        {
            JsonObject o => CheckObject(schema, o, path),
            JsonArray a when schema["items"] is JsonObject items => a.SelectMany((v, i) => Check(items, v, $"{path}[{i}]")),
            _ => [],
        };
        foreach (string problem in inner)
        {
            yield return problem;
        }
    }

    private IEnumerable<string> CheckObject(JsonObject schema, JsonObject value, string path)
    {
        foreach (string missing in (schema["required"] as JsonArray ?? []).Select(r => r!.GetValue<string>()).Where(r => !value.ContainsKey(r)))
        {
            yield return $"{path}.{missing} is missing";
        }

        JsonObject? properties = schema["properties"] as JsonObject;
        foreach ((string name, JsonNode? member) in value)
        {
            JsonObject? memberSchema = properties?[name] as JsonObject ?? schema["additionalProperties"] as JsonObject;
            if (memberSchema is not null)
            {
                foreach (string problem in Check(memberSchema, member, $"{path}.{name}"))
                {
                    yield return problem;
                }
            }
            else if (schema["additionalProperties"] is JsonValue and not null)
            {
                yield return $"{path}.{name} is not described";
            }
        }
    }

    private static IEnumerable<string> TypesOf(JsonNode type) => type is JsonArray several ? several.Select(one => one!.GetValue<string>()) : [type.GetValue<string>()];

    private static bool Is(string type, JsonNode? value) => type switch
    {
        "null" => value is null,
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "string" => value is JsonValue && value.GetValueKind() == System.Text.Json.JsonValueKind.String,
        "boolean" => value is JsonValue && value.GetValueKind() is System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False,
        "number" => value is JsonValue && value.GetValueKind() == System.Text.Json.JsonValueKind.Number,
        "integer" => value is JsonValue && value.GetValueKind() == System.Text.Json.JsonValueKind.Number && Number(value) % 1 == 0,
        _ => throw new NotSupportedException(type),
    };

    // Schemas made in code hold whole numbers as what they are.
    private static double Number(JsonNode? value) => double.Parse(value!.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture);
}
