using static Tests.Integration.BadInput.BadBody;

namespace Tests.Integration.BadInput;

/// <summary>Tools and forms of answers that cannot be.</summary>
internal static class FormRows
{
    private const string Tool = """{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}""";

    public static IReadOnlyList<BadBody> All { get; } =
    [
        OfChat("\"tools\":[]", "must not be an empty array"),
        OfChat("\"tools\":\"f\"", "{'type': 'list_type', 'loc': ('body', 'tools'), 'msg': 'Input should be a valid list', 'input': 'f'}"),
        OfChat("\"tools\":[7]", "{'type': 'model_attributes_type', 'loc': ('body', 'tools', 0)"),
        OfChat("\"tools\":[{}]", "{'type': 'missing', 'loc': ('body', 'tools', 0, 'function'), 'msg': 'Field required', 'input': {}}"),
        OfChat("\"tools\":[{\"type\":\"function\"}]", "{'type': 'missing', 'loc': ('body', 'tools', 0, 'function'), 'msg': 'Field required', 'input': {'type': 'function'}}"),
        OfChat("\"tools\":[{\"type\":\"retrieval\",\"function\":{\"name\":\"f\"}}]", "{'type': 'literal_error', 'loc': ('body', 'tools', 0, 'type'), 'msg': \"Input should be 'function'\", 'input': 'retrieval', 'ctx': {'expected': \"'function'\"}}"),
        OfChat("\"tools\":[{\"type\":\"function\",\"function\":{}}]", "{'type': 'missing', 'loc': ('body', 'tools', 0, 'function', 'name'), 'msg': 'Field required', 'input': {}}"),
        OfChat("\"tools\":[{\"type\":\"function\",\"function\":{\"name\":7}}]", "{'type': 'string_type', 'loc': ('body', 'tools', 0, 'function', 'name')"),
        OfChat($"\"tools\":[{Tool}]", "requires --enable-auto-tool-choice"),
        OfChat($"\"tools\":[{Tool}],\"tool_choice\":\"auto\"", "requires --enable-auto-tool-choice"),
        OfChat($"\"tools\":[{Tool}],\"tool_choice\":\"sometimes\"", "Invalid value for `tool_choice`"),
        OfChat($"\"tools\":[{Tool}],\"tool_choice\":7", "Invalid value for `tool_choice`"),
        OfChat($"\"tools\":[{Tool}],\"tool_choice\":{{}}", "Invalid value for `function`"),
        OfChat($"\"tools\":[{Tool}],\"tool_choice\":{{\"function\":{{}}}}", "Expected field `name`"),
        OfChat($"\"tools\":[{Tool}],\"tool_choice\":{{\"function\":{{\"name\":7}}}}", "Invalid `name`"),
        OfChat($"\"tools\":[{Tool}],\"tool_choice\":{{\"function\":{{\"name\":\"g\"}}}}", "does not match any of the specified `tools`"),
        OfChat($"\"tools\":[{Tool}],\"tool_choice\":\"required\"", "tool_choice=\"required\" requires --tool-call-parser to be set"),
        OfChat($"\"tools\":[{Tool}],\"tool_choice\":{{\"function\":{{\"name\":\"f\"}}}}", "tool_choice=function \"f\" requires --tool-call-parser to be set"),
        OfChat("\"tool_choice\":\"required\"", "`tools` must be set"),
        OfChat("\"response_format\":7", "{'type': 'model_attributes_type', 'loc': ('body', 'response_format', 'function-wrap[__log_extra_fields__()]')"),
        OfChat("\"response_format\":\"json\"", "{'type': 'model_attributes_type', 'loc': ('body', 'response_format', 'function-wrap[__log_extra_fields__()]')"),
        OfChat("\"response_format\":{}", "{'type': 'missing', 'loc': ('body', 'response_format', 'function-wrap[__log_extra_fields__()]', 'type')"),
        OfChat("\"response_format\":{\"type\":\"xml\"}", "{'type': 'literal_error', 'loc': ('body', 'response_format', 'function-wrap[__log_extra_fields__()]', 'type'), 'msg': \"Input should be 'text', 'json_object' or 'json_schema'\", 'input': 'xml'"),
        OfChat("\"response_format\":{\"type\":\"json_schema\"}", "'json_schema' field must be provided"),
        OfChat("\"response_format\":{\"type\":\"json_schema\",\"json_schema\":7}", "Input should be a valid dictionary"),
        OfChat("\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"schema\":{}}}", "Field required"),
        OfChat("\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":7}}", "Input should be a valid string"),
        OfChat("\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"x\"}}", "You must use one kind of structured outputs constraint but none are specified"),
        OfChat("\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"x\",\"schema\":true}}", "Input should be a valid dictionary"),
        .. Schemas(),
        OfChat("\"structured_outputs\":7", "Input should be a dictionary or an instance of StructuredOutputsParams"),
        OfChat("\"structured_outputs\":{\"json\":{},\"choice\":[\"a\"]}", "only use one kind"),
        OfChat("\"structured_outputs\":{\"disable_any_whitespace\":\"yes\"}", "but none are specified: {'json': None, 'regex': None, 'choice': None, 'grammar': None, 'json_object': None, 'disable_any_whitespace': True, 'disable_additional_properties': False, 'whitespace_pattern': None, 'structural_tag': None, '_backend': None, '_backend_was_auto': False}"),
        OfChat("\"structured_outputs\":{\"regex\":\"a\"},\"response_format\":{\"type\":\"json_object\"}", "but multiple are specified: {'json': None, 'regex': 'a', 'choice': None, 'grammar': None, 'json_object': True, "),
        OfChat("\"structured_outputs\":{\"json\":{},\"grammar\":\"a\"}", "but multiple are specified"),
        OfChat($"\"tools\":[{Tool}],\"tool_choice\":{{\"function\":{{\"name\":\"f\"}}}},\"structured_outputs\":{{\"regex\":\"a\"}}", "You can only either use constraints for structured outputs or tools, not both."),
        OfChat("\"structured_outputs\":{\"choice\":[]}", "Choice '[]' cannot be an empty list"),
        OfChat("\"structured_outputs\":{\"choice\":7}", "Input should be a valid list"),
        OfChat("\"structured_outputs\":{\"choice\":[\"a\",7]}", "Input should be a valid string"),
        OfChat("\"structured_outputs\":{\"json\":7}", "Input should be a valid dictionary"),
        OfChat("\"structured_outputs\":{\"json\":\" \"}", "structured_outputs.json cannot be an empty string"),
        OfChat("\"structured_outputs\":{\"json\":\"{\"}", "Invalid JSON grammar specification."),
        OfChat("\"structured_outputs\":{\"json_object\":false}", "structured_outputs.json_object must be True if set; omit structured_outputs to disable structured outputs"),
        OfChat("\"structured_outputs\":{\"grammar\":\" \"}", "structured_outputs.grammar cannot be an empty string"),
        OfChat("\"structured_outputs\":{\"regex\":7}", "Input should be a valid string"),
        OfChat("\"structured_outputs\":{\"regex\":\"a\\u0000b\"}", "structured_outputs.regex must not contain a NUL character ('\\x00')"),
        OfChat("\"structured_outputs\":{\"regex\":\"(a\"}", "Grammar error: '(a' is no regular expression that is supported"),
        OfChat("\"structured_outputs\":{\"regex\":\"a$b\"}", "Grammar error: no text was found that matches 'a$b'"),
        OfChat("\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":7}}]", "Input should be a valid dictionary"),
        OfChat("\"structured_outputs\":{\"grammar\":\"root ::= 'a'\"}", "structured_outputs.grammar is not emulated"),
        OfChat("\"structured_outputs\":{\"structural_tag\":\"{}\"}", "structured_outputs.structural_tag is not emulated"),
        OfChat("\"response_format\":{\"type\":\"structural_tag\",\"format\":{}}", "structural_tag is not emulated"),
    ];

    // Those that no value fits, or that say nothing one could fit.
    private static IEnumerable<BadBody> Schemas() => new (string Schema, string Says)[]
    {
        ("""{"type":"strin"}""", "Grammar error: #/type is strin, which is no type"),
        ("""{"type":"object","properties":{"a":7}}""", "Grammar error: #/properties/a is no schema"),
        ("""{"properties":{"a":{"$ref":"#/$defs/b"}}}""", "Grammar error: #/properties/a/$ref is #/$defs/b, which is nowhere in the schema"),
        ("""{"type":"object","properties":{"a":{"$ref":"#"}},"required":["a"]}""", "Grammar error: no value was found that fits the schema"),
        ("""{"type":"integer","minimum":5,"maximum":4}""", "Grammar error: no value was found"),
        ("""{"type":"string","pattern":"(?=a)b"}""", "Grammar error: #/pattern has the pattern '(?=a)b', which is not supported"),
    }.Select(row => OfChat($"\"response_format\":{{\"type\":\"json_schema\",\"json_schema\":{{\"name\":\"x\",\"schema\":{row.Schema}}}}}", row.Says) with { Name = $"the schema {row.Schema}" });
}
