namespace Tests.Integration.BadInput;

/// <summary>Schemas that OpenAI's API takes, but not with <c>strict: true</c>.</summary>
internal static class StrictSchemaRows
{
    private const string Text = """{"type":"string"}""";

    public static IReadOnlyList<OpenAiRow> All { get; } =
    [
        Format("""{"type":"object","properties":{"a":{"type":"string"}},"required":["a"]}""", "In context=(), 'additionalProperties' is required to be supplied and to be false."),
        Format("""{"type":"object","properties":{},"additionalProperties":true}""", "In context=(), 'additionalProperties' is required to be supplied and to be false."),
        Format(Object("\"a\":{\"type\":[\"object\",\"null\"]}", "\"a\""), "In context=('properties', 'a'), 'additionalProperties' is required to be supplied and to be false."),
        Format(
            Object($"\"a\":{Text},\"b\":{Text}", "\"a\""),
            "In context=(), 'required' is required to be supplied and to be an array including every key in properties. Missing 'b'."),
        Format(
            Object($"\"a\":{Text}", "\"a\",\"b\""),
            "In context=(), 'required' is required to be supplied and to be an array including every key in properties. Extra required key 'b' supplied."),
        Format("""{"type":"array","items":{"type":"string"}}""", """schema must be a JSON Schema of 'type: "object"', got 'type: "array"'."""),
        Format("""{"anyOf":[{"type":"string"}]}""", """schema must be a JSON Schema of 'type: "object"', got 'type: "None"'."""),
        Format(
            """{"type":"object","properties":{},"additionalProperties":false,"anyOf":[{"type":"object"}]}""",
            "schema must have type 'object' and not have 'oneOf'/'anyOf'/'allOf'/'enum'/'not' at the top level."),
        .. new[] { "allOf", "not", "if", "dependentRequired", "oneOf", "patternProperties", "uniqueItems", "default" }.Select(keyword =>
            Format(Object($"\"a\":{{\"type\":\"string\",\"{keyword}\":{{}}}}", "\"a\""), $"In context=('properties', 'a'), '{keyword}' is not permitted.")),
        Format(Object("\"a\":{}", "\"a\""), "In context=('properties', 'a'), schema must have a 'type' key."),
        Format(Object("\"a\":{\"type\":\"array\"}", "\"a\""), "In context=('properties', 'a'), array schema missing items."),
        Format(Object("\"a\":{\"type\":\"array\",\"items\":{}}", "\"a\""), "In context=('properties', 'a', 'items'), schema must have a 'type' key."),
        Format(Object("\"a\":{\"anyOf\":[{\"type\":\"null\"},{}]}", "\"a\""), "In context=('properties', 'a', 'anyOf', '1'), schema must have a 'type' key."),
        Format(Object("\"a\":{\"$ref\":\"#\",\"description\":\"x\"}", "\"a\""), "In context=('properties', 'a'), $ref cannot have keywords {'description'}."),
        Format(Object("\"a\":{\"type\":\"string\",\"format\":\"uri\"}", "\"a\""), "In context=('properties', 'a'), 'uri' is not a valid format."),
        Format(Nested(11), "11 levels of nesting exceeds limit of 10."),
        Format(Wide(5_001), "5001 parameters exceed the limit of 5000."),
        Format(Object($"\"a\":{{\"enum\":[{string.Join(',', Enumerable.Range(0, 1_001))}]}}", "\"a\""), "Expected at most 1000 enum values in total within a schema when using structured outputs, but got 1001."),
        Function("""{"type":"object","properties":{}}""", "In context=(), 'additionalProperties' is required to be supplied and to be false."),
        Function("""{"type":"string"}""", """schema must be a JSON Schema of 'type: "object"', got 'type: "string"'."""),
    ];

    /// <summary>Members of a body whose schemas are just strict enough.</summary>
    public static IReadOnlyList<string> Taken { get; } =
    [
        Formatted(Object("", "")),
        Formatted(Nested(10)),
        Formatted(Object($"\"a\":{Text},\"b\":{{\"anyOf\":[{{\"$ref\":\"#/$defs/c\"}},{{\"type\":\"null\"}}]}}", "\"b\",\"a\"", ",\"$defs\":{\"c\":{\"type\":\"integer\",\"minimum\":1}}")),
        Formatted(Object($"\"a\":{Text},\"b\":{Text}", "\"a\"")).Replace("\"strict\":true", "\"strict\":false", StringComparison.Ordinal),
        """
        "tools":[{"type":"function","function":{"name":"f","strict":true}}]
        """,
    ];

    private static string Nested(int levels) => levels == 0 ? Text : Object($"\"a\":{Nested(levels - 1)}", "\"a\"");

    private static string Wide(int properties)
    {
        string[] names = [.. Enumerable.Range(0, properties).Select(number => $"\"p{number}\"")];
        return Object(string.Join(',', names.Select(name => $"{name}:{Text}")), string.Join(',', names));
    }

    private static string Object(string properties, string required, string more = "") =>
        $$"""{"type":"object","properties":{{{properties}}},"required":[{{required}}],"additionalProperties":false{{more}}}""";

    private static string Formatted(string schema) => $$$"""
        "response_format":{"type":"json_schema","json_schema":{"name":"x","strict":true,"schema":{{{schema}}}}}
        """;

    private static OpenAiRow Format(string schema, string says) => Row(Formatted(schema), $"Invalid schema for response_format 'x': {says}", "response_format", code: null);

    private static OpenAiRow Function(string schema, string says) => Row(
        $$$"""
        "tools":[{"type":"function","function":{"name":"f","strict":true,"parameters":{{{schema}}}}}]
        """,
        $"Invalid schema for function 'f': {says}",
        "tools[0].function.parameters",
        "invalid_function_parameters");

    private static OpenAiRow Row(string field, string says, string? parameter, string? code) =>
        new(BadBody.Chat, $$"""{"model":"Llama-3.1-8B","messages":[{"role":"user","content":"Hi"}],{{field}}}""", says, parameter, code);
}
