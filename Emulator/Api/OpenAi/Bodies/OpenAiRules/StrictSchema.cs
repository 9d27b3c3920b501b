using System.Globalization;
using System.Text.Json;
using Emulator.Admission;
using Emulator.Api.OpenAi.Bodies.Pydantic;
using Emulator.Api.OpenAi.Bodies.VllmRules;

namespace Emulator.Api.OpenAi.Bodies.OpenAiRules;

/// <summary>
/// The part of JSON Schema that OpenAI's API takes with <c>strict: true</c>, after its guide to structured outputs and the errors that clients report. The first fault ends
/// the check. How long all names and values may be together is not looked at: its words for that are not known.
/// </summary>
internal sealed class StrictSchema
{
    private const int MostLevels = 10;
    private const int MostProperties = 5_000;
    private const int MostValues = 1_000;

    private static readonly string[] s_notAtTheTop = ["oneOf", "anyOf", "allOf", "enum", "not"];

    private static readonly HashSet<string> s_notPermitted =
    [
        "additionalItems", "allOf", "contains", "default", "dependencies", "dependentRequired", "dependentSchemas", "else", "if", "maxContains", "maxProperties", "minContains",
        "minProperties", "not", "oneOf", "patternProperties", "prefixItems", "propertyNames", "then", "unevaluatedItems", "unevaluatedProperties", "uniqueItems",
    ];

    // Without one of these nothing says what a value is.
    private static readonly string[] s_kinds = ["type", "anyOf", "$ref", "enum", "const"];

    private static readonly string[] s_formats = ["date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid"];

    private readonly Func<string, RefusedException> _fault;
    private int _properties;
    private int _values;
    private int _deepest;

    private StrictSchema(Func<string, RefusedException> fault) => _fault = fault;

    /// <summary>Refuses the schema of an answer that the API would not take.</summary>
    /// <param name="format">The member <c>json_schema</c>, of the right shape and with a schema.</param>
    /// <exception cref="RefusedException">It would not.</exception>
    public static void RequireFormat(JsonElement format)
    {
        if (SharedParameters.IsTrue(format, "strict"))
        {
            string name = format.GetProperty("name").GetString()!;
            new StrictSchema(what => OpenAiFault.Of($"Invalid schema for response_format '{name}': {what}", "response_format", code: null)).Require(format.GetProperty("schema"));
        }
    }

    /// <summary>The same for the arguments of a function.</summary>
    /// <param name="function">The function, of the right shape.</param>
    /// <param name="place">Where in the body its parameters stand.</param>
    /// <exception cref="RefusedException">It would not.</exception>
    public static void RequireFunction(JsonElement function, string place)
    {
        if (SharedParameters.IsTrue(function, "strict") && SharedParameters.Has(function, "parameters"))
        {
            string name = function.GetProperty("name").GetString()!;
            new StrictSchema(what => OpenAiFault.Of($"Invalid schema for function '{name}': {what}", place, "invalid_function_parameters")).Require(function.GetProperty("parameters"));
        }
    }

    private void Require(JsonElement root)
    {
        JsonElement type = root.Given("type");
        if (!type.Is("object"))
        {
            string got = type.ValueKind == JsonValueKind.String ? type.GetString()! : type.IsGiven() ? PythonText.Of(type) : "None";
            throw _fault($"schema must be a JSON Schema of 'type: \"object\"', got 'type: \"{got}\"'.");
        }

        if (s_notAtTheTop.Any(name => root.TryGetProperty(name, out _)))
        {
            throw _fault("schema must have type 'object' and not have 'oneOf'/'anyOf'/'allOf'/'enum'/'not' at the top level.");
        }

        RequirePart(root, []);
        RequireSize();
    }

    private void RequireSize()
    {
        if (_properties > MostProperties)
        {
            throw _fault(string.Create(CultureInfo.InvariantCulture, $"{_properties} parameters exceed the limit of {MostProperties}."));
        }

        if (_deepest > MostLevels)
        {
            throw _fault(string.Create(CultureInfo.InvariantCulture, $"{_deepest} levels of nesting exceeds limit of {MostLevels}."));
        }

        if (_values > MostValues)
        {
            throw _fault(string.Create(CultureInfo.InvariantCulture, $"Expected at most {MostValues} enum values in total within a schema when using structured outputs, but got {_values}."));
        }
    }

    // Levels are those of schemas in schemas, the root's is 0; references are not followed.
    private void RequirePart(JsonElement schema, IReadOnlyList<string> context, int level = 0)
    {
        Need(schema.ValueKind == JsonValueKind.Object && s_kinds.Any(name => schema.TryGetProperty(name, out _)), context, "schema must have a 'type' key.");
        _deepest = Math.Max(_deepest, level);
        RequireKeywords(schema, context);
        JsonElement type = schema.Given("type");
        if (Includes(type, "object"))
        {
            RequireObject(schema, context);
        }

        Need(!Includes(type, "array") || schema.Given("items").IsGiven(), context, "array schema missing items.");
        _values += schema.Given("enum") is { ValueKind: JsonValueKind.Array } values ? values.GetArrayLength() : 0;
        RequireInside(schema, context, level + 1);
    }

    private void RequireKeywords(JsonElement schema, IReadOnlyList<string> context)
    {
        string[] names = [.. schema.EnumerateObject().Select(member => member.Name)];
        string? other = Array.Find(names, s_notPermitted.Contains);
        Need(other is null, context, $"'{other}' is not permitted.");
        string beside = string.Join(", ", names.Where(name => name is not ("$ref" or "$defs" or "definitions")).Select(PythonText.Of));
        Need(beside.Length == 0 || !names.Contains("$ref"), context, $"$ref cannot have keywords {{{beside}}}.");
        string? format = schema.Given("format") is { ValueKind: JsonValueKind.String } given ? given.GetString() : null;
        Need(format is null || s_formats.Contains(format), context, $"'{format}' is not a valid format.");
    }

    private void RequireObject(JsonElement schema, IReadOnlyList<string> context)
    {
        Need(schema.Given("additionalProperties").ValueKind == JsonValueKind.False, context, "'additionalProperties' is required to be supplied and to be false.");
        string[] properties = [.. Members(schema, "properties").Select(member => member.Name)];
        HashSet<string> required = schema.Given("required") is { ValueKind: JsonValueKind.Array } list
            ? [.. list.EnumerateArray().Where(name => name.ValueKind == JsonValueKind.String).Select(name => name.GetString()!)]
            : [];
        const string every = "'required' is required to be supplied and to be an array including every key in properties.";
        string? missing = Array.Find(properties, name => !required.Contains(name));
        Need(missing is null, context, $"{every} Missing '{missing}'.");
        string? extra = required.Except(properties).FirstOrDefault();
        Need(extra is null, context, $"{every} Extra required key '{extra}' supplied.");
        _properties += properties.Length;
    }

    private void RequireInside(JsonElement schema, IReadOnlyList<string> context, int level)
    {
        foreach (string name in (string[])["properties", "$defs", "definitions"])
        {
            foreach (JsonProperty member in Members(schema, name))
            {
                RequirePart(member.Value, [.. context, name, member.Name], level);
            }
        }

        if (schema.Given("items") is var items && items.IsGiven())
        {
            RequirePart(items, [.. context, "items"], level);
        }

        int index = 0;
        foreach (JsonElement part in schema.Given("anyOf") is { ValueKind: JsonValueKind.Array } parts ? parts.EnumerateArray() : default)
        {
            RequirePart(part, [.. context, "anyOf", (index++).ToString(CultureInfo.InvariantCulture)], level);
        }
    }

    private static JsonElement.ObjectEnumerator Members(JsonElement schema, string name) => schema.Given(name) is { ValueKind: JsonValueKind.Object } members ? members.EnumerateObject() : default;

    private static bool Includes(JsonElement type, string name) => type.Is(name) || (type.ValueKind == JsonValueKind.Array && type.EnumerateArray().Any(one => one.Is(name)));

    private void Need(bool isSo, IReadOnlyList<string> context, string otherwise)
    {
        if (!isSo)
        {
            // As Python shows a tuple.
            string comma = context.Count == 1 ? "," : "";
            throw _fault($"In context=({string.Join(", ", context.Select(PythonText.Of))}{comma}), {otherwise}");
        }
    }
}
