using static Tests.Integration.BadInput.BadBody;

namespace Tests.Integration.BadInput;

/// <summary>Tools and forms of answers that cannot be.</summary>
internal static class FormRows
{
    private const string Tool = """{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}""";

    public static IReadOnlyList<BadBody> All { get; } =
    [
        OfChat("\"tools\":[]", "must not be an empty array"),
        OfChat("\"tools\":\"f\"", "Input should be a valid list"),
        OfChat("\"tools\":[7]", "Field required"),
        OfChat("\"tools\":[{}]", "Field required"),
        OfChat("\"tools\":[{\"type\":\"function\"}]", "Field required"),
        OfChat("\"tools\":[{\"type\":\"retrieval\",\"function\":{\"name\":\"f\"}}]", "Field required"),
        OfChat("\"tools\":[{\"type\":\"function\",\"function\":{}}]", "Field required"),
        OfChat("\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"\"}}]", "Field required"),
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
        OfChat("\"response_format\":7", "valid dictionary"),
        OfChat("\"response_format\":\"json\"", "valid dictionary"),
        OfChat("\"response_format\":{}", "Field required"),
        OfChat("\"response_format\":{\"type\":\"xml\"}", "Input should be 'text', 'json_object' or 'json_schema'"),
        OfChat("\"response_format\":{\"type\":\"json_schema\"}", "'json_schema' field must be provided"),
        OfChat("\"response_format\":{\"type\":\"json_schema\",\"json_schema\":7}", "'json_schema' field must be provided"),
        OfChat("\"structured_outputs\":7", "valid dictionary"),
        OfChat("\"structured_outputs\":{\"json\":{},\"choice\":[\"a\"]}", "only use one kind"),
        OfChat("\"structured_outputs\":{\"choice\":[]}", "at least 1 item"),
        OfChat("\"structured_outputs\":{\"choice\":7}", "at least 1 item"),
        OfChat("\"structured_outputs\":{\"grammar\":\"root ::= 'a'\"}", "structured_outputs.grammar is not emulated"),
        OfChat("\"structured_outputs\":{\"structural_tag\":\"{}\"}", "structured_outputs.structural_tag is not emulated"),
        OfChat("\"response_format\":{\"type\":\"structural_tag\"}", "structural_tag is not emulated"),
        OfChat("\"structured_outputs\":{\"regex\":\"a+\"}", "not emulated"),
    ];
}
