using static Tests.Integration.BadInput.BadBody;

namespace Tests.Integration.BadInput;

/// <summary>Bodies with several faults: what vLLM looks at before pydantic goes before what pydantic finds, and of two such things the one that it wrote last.</summary>
internal static class OrderRows
{
    private const string Tool = """{"type":"function","function":{"name":"f"}}""";
    private const string StreamOptions = "Stream options can only be defined when `stream=True`. (parameter=stream_options)";

    public static IReadOnlyList<BadBody> All { get; } =
    [
        OfChat("\"n\":\"two\",\"stream_options\":{\"include_usage\":true}", StreamOptions),
        OfText("\"n\":\"two\",\"stream_options\":{\"include_usage\":true}", StreamOptions),
        OfChat("\"stream_options\":7", StreamOptions),
        OfChat("\"stream\":0,\"stream_options\":\"usage\"", StreamOptions),
        OfChat("\"stream\":\"perhaps\",\"stream_options\":{\"include_usage\":true}", "{'type': 'bool_parsing', 'loc': ('body', 'stream')"),
        OfChat("\"stream_options\":{},\"n\":\"two\"", "{'type': 'int_parsing', 'loc': ('body', 'n')"),
        OfChat("\"n\":\"two\",\"tools\":[]", "`tools` must not be an empty array."),
        OfChat("\"n\":\"two\",\"tool_choice\":\"auto\"", "When using `tool_choice`, `tools` must be set. (parameter=tool_choice)"),
        OfChat($"\"n\":\"two\",\"tools\":[{Tool}],\"tool_choice\":true", "Invalid value for `tool_choice`: True! Only named tools,"),
        OfChat($"\"n\":\"two\",\"tools\":[{Tool}],\"tool_choice\":{{\"function\":{{\"name\":\"g\"}}}}", "does not match any of the specified `tools`"),
        OfChat("\"tools\":[{}],\"tool_choice\":{\"function\":{\"name\":\"g\"}}", "{'type': 'missing', 'loc': ('body', 'tools', 0, 'function')"),
        OfChat($"\"tools\":[{Tool}],\"tool_choice\":{{\"function\":null}}", "Invalid value for `function`: `None` in `tool_choice`!"),
        OfChat("\"n\":\"two\",\"structured_outputs\":{\"json\":7,\"regex\":7}", "You can only use one kind of constraints for structured outputs ('json', 'regex' or 'choice')."),
        OfText("\"n\":\"two\",\"structured_outputs\":{\"json\":7,\"regex\":7}", "('json', 'regex' or 'choice'). (parameter=structured_outputs)"),
        OfChat("\"structured_outputs\":{\"regex\":\"a\"},\"tool_choice\":null", "You can only either use constraints for structured outputs or tools, not both."),
        OfChat("\"structured_outputs\":{\"structural_tag\":\"\"}", "Invalid structured_outputs structural_tag specification. (parameter=structured_outputs)"),
        OfChat("\"n\":\"two\",\"response_format\":{\"type\":\"json_schema\"}", "the 'json_schema' field must be provided. (parameter=response_format)"),
        OfText("\"n\":\"two\",\"response_format\":{\"type\":\"json_schema\"}", "the 'json_schema' field must be provided."),
        OfChat("\"n\":\"two\",\"response_format\":{\"type\":\"structural_tag\"}", "Invalid response_format structural_tag specification. (parameter=response_format)"),
        OfChat("\"n\":\"two\",\"response_format\":{\"type\":\"structural_tag\",\"structures\":[{}],\"triggers\":[]}", "Invalid response_format structural_tag specification."),
        OfChat("\"n\":\"two\",\"logprob_token_ids\":[\"x\"]", "when using `logprob_token_ids`, `logprobs` must be set to true."),
        OfChat("\"n\":\"two\",\"top_logprobs\":2", "when using `top_logprobs`, `logprobs` must be set to true."),
        OfChat("\"top_logprobs\":1.5", "when using `top_logprobs`, `logprobs` must be set to true."),
        OfChat("\"n\":\"two\",\"prompt_logprobs\":-2.5", "`prompt_logprobs` must be a positive value or -1. (parameter=prompt_logprobs, value=-2.5)"),
        OfText("\"n\":\"two\",\"logprobs\":-2", "`logprobs` must be a positive value or -1. (parameter=logprobs, value=-2)"),
        OfChat("\"n\":\"two\",\"continue_final_message\":1,\"add_generation_prompt\":\"false\"", "Cannot set both `continue_final_message` and `add_generation_prompt` to True."),
        new("no prompt, and a wrong field", Text, """{"n":"two"}""", "Either prompt or prompt_embeds must be provided and non-empty."),
        new("1,025 prompts, and a wrong field", Text, $$"""{"n":"two","stream_options":{"a":1},"prompt":[{{string.Join(',', Enumerable.Repeat("[1]", 1_025))}}]}""", "prompt list length 1025 exceeds"),
        new("a prompt that is none, and a wrong field", Text, """{"n":"two","prompt":"","stream_options":{"a":1}}""", "Either prompt or prompt_embeds must be provided and non-empty."),
        OfChat("\"n\":\"two\",\"thinking_token_budget\":-3", "`thinking_token_budget` must be a non-negative integer"),
        OfChat("\"n\":\"two\",\"structured_outputs\":{}", "You must use one kind of structured outputs constraint but none are specified"),
        OfChat("\"structured_outputs\":{},\"model\":\"gpt-5\"", "You must use one kind of structured outputs constraint but none are specified"),
        OfChat("\"repetition_detection\":{\"max_pattern_size\":-1},\"n\":\"two\"", "max_pattern_size, min_pattern_size must be >=0"),
        OfChat("\"repetition_detection\":{\"max_pattern_size\":\"a\"},\"thinking_token_budget\":100000000000000000000", "{'type': 'int_parsing', 'loc': ('body', 'repetition_detection', 'max_pattern_size')"),
        OfChat("\"stream_options\":{\"a\":1},\"response_format\":{\"type\":\"json_schema\"}", StreamOptions),
        OfChat("\"stream_options\":{\"a\":1},\"top_logprobs\":2", "when using `top_logprobs`"),
        OfChat("\"structured_outputs\":{\"json\":{},\"regex\":\"a\"},\"top_logprobs\":2", "You can only use one kind"),
        OfChat("\"structured_outputs\":{\"json\":{},\"regex\":\"a\"},\"tools\":[]", "`tools` must not be an empty array."),
        OfChat("\"continue_final_message\":true,\"add_generation_prompt\":true,\"tools\":[]", "Cannot set both"),
        OfText("\"structured_outputs\":{\"json\":{},\"regex\":\"a\"},\"logprobs\":-2", "`logprobs` must be a positive value or -1."),
        OfText("\"stream_options\":{\"a\":1},\"logprobs\":-2", StreamOptions),
    ];
}
