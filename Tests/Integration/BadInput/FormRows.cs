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
        OfChat("\"tool_choice\":\"required\"", "`tools` must be set"),
        OfChat("\"response_format\":7", "{'type': 'model_attributes_type', 'loc': ('body', 'response_format', 'function-wrap[__log_extra_fields__()]')"),
        OfChat("\"response_format\":\"json\"", "{'type': 'model_attributes_type', 'loc': ('body', 'response_format', 'function-wrap[__log_extra_fields__()]')"),
        OfChat("\"response_format\":{}", "{'type': 'missing', 'loc': ('body', 'response_format', 'function-wrap[__log_extra_fields__()]', 'type')"),
        OfChat("\"response_format\":{\"type\":\"xml\"}", "{'type': 'literal_error', 'loc': ('body', 'response_format', 'function-wrap[__log_extra_fields__()]', 'type'), 'msg': \"Input should be 'text', 'json_object' or 'json_schema'\", 'input': 'xml'"),
        OfChat("\"response_format\":{\"type\":\"json_schema\"}", "'json_schema' field must be provided"),
        OfChat("\"response_format\":{\"type\":\"json_schema\",\"json_schema\":7}", "{'type': 'model_attributes_type', 'loc': ('body', 'response_format', 'function-wrap[__log_extra_fields__()]', 'json_schema')"),
        OfChat("\"structured_outputs\":7", "{'type': 'dataclass_type', 'loc': ('body', 'structured_outputs'), 'msg': 'Input should be a dictionary or an instance of StructuredOutputsParams', 'input': 7}"),
        OfChat("\"structured_outputs\":{\"json\":{},\"choice\":[\"a\"]}", "only use one kind"),
        OfChat("\"structured_outputs\":{\"choice\":[]}", "structured_outputs.choice"),
        OfChat("\"structured_outputs\":{\"choice\":7}", "{'type': 'list_type', 'loc': ('body', 'structured_outputs', 'choice'), 'msg': 'Input should be a valid list', 'input': 7}"),
        OfChat("\"structured_outputs\":{\"grammar\":\"root ::= 'a'\"}", "structured_outputs.grammar is not emulated"),
        OfChat("\"structured_outputs\":{\"structural_tag\":\"{}\"}", "structured_outputs.structural_tag is not emulated"),
        OfChat("\"response_format\":{\"type\":\"structural_tag\",\"format\":{}}", "structural_tag is not emulated"),
        OfChat("\"structured_outputs\":{\"regex\":\"a+\"}", "not emulated"),
    ];
}
