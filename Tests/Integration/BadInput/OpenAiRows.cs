using static Tests.Integration.BadInput.BadBody;

namespace Tests.Integration.BadInput;

/// <summary>What OpenAI's API refuses, with its sentence, parameter and code; vLLM takes some of it.</summary>
internal static class OpenAiRows
{
    private const string Hello = """[{"role":"user","content":"Hi"}]""";
    private const string Tool = """{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}""";
    private const string Call = """{"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function","function":{"name":"f","arguments":"{}"}}]}""";

    public static IReadOnlyList<OpenAiRow> All { get; } =
    [
        Whole("{\"messages\":", "We could not parse the JSON body of your request.", null, null),
        Whole("", "We could not parse the JSON body", null, null),
        Whole("{\"model\":\"m\",\"temperature\":NaN}", "We could not parse the JSON body", null, null),
        Whole($"{{\"model\":\"m\",\"max_tokens\":{new string('9', 5_000)}}}", "We could not parse the JSON body", null, null),
        Whole("{\"model\":\"\\ud800\"}", "We could not parse the JSON body", null, null),
        Whole(new string('[', 300) + new string(']', 300), "We could not parse the JSON body", null, null),
        Whole(new string('[', 100_000) + new string(']', 100_000), "We could not parse the JSON body", null, null),
        Whole("[]", "you must provide a model parameter", null, null),
        Whole("{}", "you must provide a model parameter", null, null),
        Whole("{\"model\":7}", "Invalid type for 'model': expected a string, but got an integer instead.", "model", "invalid_type"),
        Whole("{\"model\":\"Llama-3.1-8B\"}", "Missing required parameter: 'messages'.", "messages", "missing_required_parameter"),
        Messages("null", "Invalid type for 'messages': expected an array of objects, but got null instead.", "messages", "invalid_type"),
        Messages("\"Hi\"", "Invalid type for 'messages': expected an array of objects, but got a string instead.", "messages", "invalid_type"),
        Messages("[]", "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead.", "messages", "empty_array"),
        Messages("[7]", "Invalid type for 'messages[0]': expected an object, but got an integer instead.", "messages[0]", "invalid_type"),
        Messages("[{\"content\":\"Hi\"}]", "Missing required parameter: 'messages[0].role'.", "messages[0].role", "missing_required_parameter"),
        Messages("[{\"role\":\"bard\",\"content\":\"Hi\"}]", "Invalid value: 'bard'. Supported values are: 'system', 'assistant', 'user', 'function', 'tool', and 'developer'.", "messages[0].role", "invalid_value"),
        Messages("[{\"role\":\"user\",\"content\":7}]", "Invalid type for 'messages[0].content': expected one of a string or array of objects, but got an integer instead.", "messages[0].content", "invalid_type"),
        Messages("[{\"role\":\"user\",\"content\":null}]", "Invalid value for 'content': expected a string, got null.", "messages.[0].content", null),
        Messages("[{\"role\":\"user\"}]", "Missing required parameter: 'messages[0].content'.", "messages[0].content", "missing_required_parameter"),
        Messages("[{\"role\":\"user\",\"content\":\"Hi\",\"mood\":1}]", "Unknown parameter: 'messages[0].mood'.", "messages[0].mood", "unknown_parameter"),
        Messages("[{\"role\":\"user\",\"content\":[{\"type\":\"text\"}]}]", "Missing required parameter: 'messages[0].content[0].text'.", "messages[0].content[0].text", "missing_required_parameter"),
        Messages("[{\"role\":\"user\",\"content\":[{\"type\":\"smell\"}]}]", "Invalid value: 'smell'. Supported values are: 'text', 'image_url', 'input_audio', 'refusal', 'audio', and 'file'.", "messages[0].content[0].type", "invalid_value"),
        Messages("[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"x\"}}]}]", "Invalid content type. image_url is only supported by certain models.", "messages.[0].content.[0].type", null),
        Messages("[{\"role\":\"tool\",\"tool_call_id\":\"call_1\",\"content\":\"x\"}]", "messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.", "messages.[0].role", null),
        Messages($"[{Call},{{\"role\":\"tool\",\"content\":\"x\"}}]", "Missing required parameter: 'messages[1].tool_call_id'.", "messages[1].tool_call_id", "missing_required_parameter"),
        Messages($"[{Call}]", "The following tool_call_ids did not have response messages: call_1", "messages.[1].role", null),
        Messages($"[{Call},{{\"role\":\"user\",\"content\":\"x\"}}]", "must be followed by tool messages responding to each 'tool_call_id'.", "messages.[1].role", null),
        Field("\"temprature\":1", "Unrecognized request argument supplied: temprature", null, null),
        Field("\"top_k\":5,\"min_tokens\":1", "Unrecognized request arguments supplied: min_tokens, top_k", null, null),
        Field("\"ignore_eos\":true", "Unrecognized request argument supplied: ignore_eos", null, null),
        Field("\"synthetic\":{\"tokens\":5}", "Unrecognized request argument supplied: synthetic", null, null),
        Field("\"top_k\":5", "Unrecognized request argument supplied: top_k", null, null),
        Field("\"temperature\":3", "Invalid 'temperature': decimal above maximum value. Expected a value <= 2, but got 3 instead.", "temperature", "decimal_above_max_value"),
        Field("\"temperature\":-0.5", "Invalid 'temperature': decimal below minimum value. Expected a value >= 0, but got -0.5 instead.", "temperature", "decimal_below_min_value"),
        Field("\"temperature\":\"1\"", "Invalid type for 'temperature': expected a decimal, but got a string instead.", "temperature", "invalid_type"),
        Field("\"n\":129", "Invalid 'n': integer above maximum value. Expected a value <= 128, but got 129 instead.", "n", "integer_above_max_value"),
        Field("\"n\":0", "Invalid 'n': integer below minimum value. Expected a value >= 1, but got 0 instead.", "n", "integer_below_min_value"),
        Field("\"max_tokens\":\"5\"", "Invalid type for 'max_tokens': expected an integer, but got a string instead.", "max_tokens", "invalid_type"),
        Field("\"max_tokens\":1.5", "Invalid type for 'max_tokens': expected an integer, but got a decimal instead.", "max_tokens", "invalid_type"),
        Field("\"max_tokens\":0", "Invalid 'max_tokens': integer below minimum value. Expected a value >= 1, but got 0 instead.", "max_tokens", "integer_below_min_value"),
        Field("\"max_tokens\":5,\"max_completion_tokens\":5", "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.", "max_tokens", "invalid_parameter_combination"),
        Field("\"stop\":[\"a\",\"b\",\"c\",\"d\",\"e\"]", "Invalid 'stop': array too long. Expected an array with maximum length 4, but got an array with length 5 instead.", "stop", "array_above_max_length"),
        Field("\"stop\":7", "Invalid type for 'stop': expected one of a string or array of strings, but got an integer instead.", "stop", "invalid_type"),
        Field("\"stream\":\"true\"", "Invalid type for 'stream': expected a boolean, but got a string instead.", "stream", "invalid_type"),
        Field("\"stream_options\":{\"include_usage\":true}", "The 'stream_options' parameter is only allowed when 'stream' is enabled.", "stream_options", null),
        Field("\"stream\":true,\"stream_options\":{\"continuous_usage_stats\":true}", "Unknown parameter: 'stream_options.continuous_usage_stats'.", "stream_options.continuous_usage_stats", "unknown_parameter"),
        Field("\"top_logprobs\":2", "The 'top_logprobs' parameter is only allowed when 'logprobs' is enabled.", "top_logprobs", null),
        Field("\"logprobs\":true,\"top_logprobs\":21", "Invalid 'top_logprobs': integer above maximum value. Expected a value <= 20, but got 21 instead.", "top_logprobs", "integer_above_max_value"),
        Field("\"logit_bias\":{\"5\":101}", "Invalid 'logit_bias.5': decimal above maximum value. Expected a value <= 100, but got 101 instead.", "logit_bias.5", "decimal_above_max_value"),
        Field("\"logit_bias\":{\"5\":-100.5}", "Invalid 'logit_bias.5': decimal below minimum value. Expected a value >= -100, but got -100.5 instead.", "logit_bias.5", "decimal_below_min_value"),
        Field("\"logit_bias\":{\"abc\":1}", "Invalid key in 'logit_bias': abc. You should only be submitting non-negative integers.", "logit_bias", null),
        Field("\"logit_bias\":{\"-1\":1}", "Invalid key in 'logit_bias': -1. You should only be submitting non-negative integers.", "logit_bias", null),
        Field("\"logit_bias\":{\"7\":1,\"999999\":1}", "Invalid key in 'logit_bias': 999999. Maximum value is 201013.", "logit_bias", null),
        Field("\"logit_bias\":{\"99999999999999999999\":1}", "Invalid key in 'logit_bias': 99999999999999999999. Maximum value is 201013.", "logit_bias", null),
        Field($"\"user\":\"{new string('u', 65)}\"", "Invalid 'user': string too long. Expected a string with maximum length 64, but got a string with length 65 instead.", "user", "string_above_max_length"),
        Field($"\"safety_identifier\":\"{new string('u', 65)}\"", "Invalid 'safety_identifier': string too long.", "safety_identifier", "string_above_max_length"),
        Field($"\"prompt_cache_key\":\"{new string('u', 65)}\"", "Invalid 'prompt_cache_key': string too long.", "prompt_cache_key", "string_above_max_length"),
        Messages(
            $"[{{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{{\"id\":\"{new string('i', 41)}\",\"type\":\"function\",\"function\":{{\"name\":\"f\",\"arguments\":\"{{}}\"}}}}]}}]",
            "Invalid 'messages[0].tool_calls[0].id': string too long. Expected a string with maximum length 40, but got a string with length 41 instead.",
            "messages[0].tool_calls[0].id",
            "string_above_max_length"),
        Field("\"stop\":\"\"", "Invalid 'stop': empty string. Expected a string with minimum length 1, but got an empty string instead.", "stop", "empty_string"),
        Field("\"stop\":[\"a\",\"\"]", "Invalid 'stop[1]': empty string. Expected a string with minimum length 1, but got an empty string instead.", "stop[1]", "empty_string"),
        Field("\"tools\":[]", "Invalid 'tools': empty array. Expected an array with minimum length 1, but got an empty array instead.", "tools", "empty_array"),
        Field("\"tools\":[{\"type\":\"custom\"}]", "Invalid value: 'custom'. Supported values are: 'function'.", "tools[0].type", "invalid_value"),
        Field("\"tools\":[{\"type\":\"function\"}]", "Missing required parameter: 'tools[0].function'.", "tools[0].function", "missing_required_parameter"),
        Field("\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"a b\"}}]", "Invalid 'tools[0].function.name': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.", "tools[0].function.name", "invalid_value"),
        Field("\"tool_choice\":\"auto\"", "Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified.", "tool_choice", null),
        Field($"\"tools\":[{Tool}],\"tool_choice\":\"sometimes\"", "Invalid value: 'sometimes'. Supported values are: 'none', 'auto', and 'required'.", "tool_choice", "invalid_value"),
        Field($"\"tools\":[{Tool}],\"tool_choice\":{{\"type\":\"function\",\"function\":{{\"name\":\"g\"}}}}", "Tool choice 'g' not found in 'tools' parameter.", "tool_choice", null),
        Field("\"parallel_tool_calls\":true", "Invalid value for 'parallel_tool_calls': 'parallel_tool_calls' is only allowed when 'tools' are specified.", "parallel_tool_calls", null),
        Field("\"response_format\":{\"type\":\"xml\"}", "Invalid value: 'xml'. Supported values are: 'json_object', 'json_schema', and 'text'.", "response_format.type", "invalid_value"),
        Field("\"response_format\":{\"type\":\"json_schema\"}", "Missing required parameter: 'response_format.json_schema'.", "response_format.json_schema", "missing_required_parameter"),
        Field("\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"\"}}]", "Invalid 'tools[0].function.name': empty string. Expected a string with minimum length 1, but got an empty string instead.", "tools[0].function.name", "empty_string"),
        Field(
            "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{\"type\":\"wheel\"}}}],\"tool_choice\":\"required\"",
            "Invalid schema for function 'f'. Please ensure it is a valid JSON Schema.",
            "tools[0].function.parameters",
            "invalid_function_parameters"),
        Field("\"functions\":[]", "Invalid 'functions': empty array. Expected an array with minimum length 1, but got an empty array instead.", "functions", "empty_array"),
        Field("\"functions\":[{}]", "Missing required parameter: 'functions[0].name'.", "functions[0].name", "missing_required_parameter"),
        Field("\"function_call\":\"auto\"", "Invalid value for 'function_call': 'function_call' is only allowed when 'functions' are specified.", "function_call", null),
        Field("\"functions\":[{\"name\":\"f\"}],\"function_call\":\"required\"", "Invalid value: 'required'. Supported values are: 'none' and 'auto'.", "function_call", "invalid_value"),
        Field("\"functions\":[{\"name\":\"f\"}],\"function_call\":{\"name\":\"g\"}", "Invalid value for 'function_call': no function named 'g' was specified in the 'functions' parameter.", "function_call", null),
        Field($"\"functions\":[{{\"name\":\"f\"}}],\"tools\":[{Tool}]", "Invalid value for 'functions': 'functions' is not allowed when 'tools' are specified.", "functions", null),
        Field(
            "\"functions\":[{\"name\":\"f\",\"parameters\":{\"type\":\"wheel\"}}],\"function_call\":{\"name\":\"f\"}",
            "Invalid schema for function 'f'. Please ensure it is a valid JSON Schema.",
            "functions[0].parameters",
            "invalid_function_parameters"),
        Messages("[{\"role\":\"function\",\"content\":\"x\"}]", "Missing parameter 'name': messages with role 'function' must have a 'name'.", "messages.[0].name", null),
        Field("\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"x\"}}", "Missing required parameter: 'response_format.json_schema.schema'.", "response_format.json_schema.schema", "missing_required_parameter"),
        Field(
            "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"x\",\"schema\":{\"type\":\"wheel\"}}}",
            "Invalid schema for response_format 'x'. Please ensure it is a valid JSON Schema.",
            "response_format",
            null),
        Field("\"response_format\":{\"type\":\"json_object\"}", "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.", "messages", null),
        Field("\"seed\":18446744073709551616", "Invalid 'seed': integer above maximum value. Expected a value <= 9223372036854775807, but got 18446744073709551616 instead.", "seed", "integer_above_max_value"),
        Field("\"seed\":-9223372036854775809", "Invalid 'seed': integer below minimum value. Expected a value >= -9223372036854775808, but got -9223372036854775809 instead.", "seed", "integer_below_min_value"),
        Field("\"modalities\":[\"text\",\"audio\"]", "Unsupported value: 'modalities' does not support 'audio' with this model.", "modalities", "unsupported_value"),
        Field(
            "\"max_tokens\":1000000000000000000000000000000",
            "However, you requested 1000000000000000000000000000011 tokens (11 in the messages, 1000000000000000000000000000000 in the completion).",
            "messages",
            "context_length_exceeded"),
        Field("\"reasoning_effort\":\"hard\"", "Invalid value: 'hard'. Supported values are: 'none', 'minimal', 'low', 'medium', 'high', and 'xhigh'.", "reasoning_effort", "invalid_value"),
        new(Text, """{"model":"Llama-3.1-8B"}""", "Missing required parameter: 'prompt'.", "prompt", "missing_required_parameter"),
        new(Text, """{"model":"Llama-3.1-8B","prompt":"x","logprobs":6}""", "Invalid 'logprobs': integer above maximum value. Expected a value <= 5, but got 6 instead.", "logprobs", "integer_above_max_value"),
        new(Text, """{"model":"Llama-3.1-8B","prompt":"x","n":3,"best_of":2}""", "you must set 'n' (currently 3) to be at most 'best_of'", "best_of", null),
        new(Text, """{"model":"Llama-3.1-8B","prompt":"x","best_of":2,"stream":true}""", "results cannot be streamed when 'best_of' is greater than 'n'.", "best_of", null),
        new(Text, """{"model":"Llama-3.1-8B","prompt":"x","max_tokens":-1}""", "Invalid 'max_tokens': integer below minimum value. Expected a value >= 0, but got -1 instead.", "max_tokens", "integer_below_min_value"),
        new(Text, """{"model":"Llama-3.1-8B","prompt":"x","stop":""}""", "Invalid 'stop': empty string.", "stop", "empty_string"),
        new(Text, """{"model":"Llama-3.1-8B","prompt":"x","logit_bias":{"x":1}}""", "Invalid key in 'logit_bias': x.", "logit_bias", null),
        new(Text, """{"model":"Llama-3.1-8B","prompt":[]}""", "Invalid 'prompt': empty array.", "prompt", "empty_array"),
        Prompt("[\"a\",5]", "Invalid type for 'prompt[1]': expected a string, but got an integer instead.", "prompt[1]", "invalid_type"),
        Prompt("[5,\"a\"]", "Invalid type for 'prompt[1]': expected an integer, but got a string instead.", "prompt[1]", "invalid_type"),
        Prompt("[5,[5]]", "Invalid type for 'prompt[1]': expected an integer, but got an array instead.", "prompt[1]", "invalid_type"),
        Prompt("[[5],5]", "Invalid type for 'prompt[1]': expected an array of integers, but got an integer instead.", "prompt[1]", "invalid_type"),
        Prompt("[\"a\",[5]]", "Invalid type for 'prompt[1]': expected a string, but got an array instead.", "prompt[1]", "invalid_type"),
        Prompt("[true]", "Invalid type for 'prompt[0]': expected one of a string or integer or array of integers, but got a boolean instead.", "prompt[0]", "invalid_type"),
        Prompt("[[5],[\"a\"]]", "Invalid type for 'prompt[1][0]': expected an integer, but got a string instead.", "prompt[1][0]", "invalid_type"),
        Prompt("[1e30]", "Invalid type for 'prompt[0]'", "prompt[0]", "invalid_type"),
        Prompt("[1000000000000000000000]", "Expected a value <= 201013, but got 1000000000000000000000 instead.", "prompt", "integer_above_max_value"),
        new(Text, """{"model":"Llama-3.1-8B","prompt":"x","top_k":5}""", "Unrecognized request argument supplied: top_k", null, null),
        new(Text, """{"model":"Llama-3.1-8B","prompt":"x","repetition_penalty":1,"priority":1}""", "Unrecognized request arguments supplied: priority, repetition_penalty", null, null),
        new(Text, """{"model":"Llama-3.1-8B","prompt":[7,999999]}""", "Invalid 'prompt': integer above maximum value. Expected a value <= 201013, but got 999999 instead.", "prompt", "integer_above_max_value"),
        new(Text, $$"""{"model":"Llama-3.1-8B","prompt":["x"{{string.Concat(Enumerable.Repeat(",\"x\"", 1_024))}}]}""", "Invalid 'prompt': array too long. Expected an array with maximum length 1024, but got an array with length 1025 instead.", "prompt", "array_above_max_length"),
        new(
            Text,
            """{"model":"Llama-3.1-8B","prompt":"Once upon a time","max_tokens":131072}""",
            "This model's maximum context length is 131072 tokens, however you requested 131076 tokens (4 in your prompt; 131072 for the completion). Please reduce your prompt; or completion length.",
            null,
            null),
    ];

    private static OpenAiRow Whole(string body, string says, string? parameter, string? code) => new(Chat, body, says, parameter, code);

    private static OpenAiRow Messages(string messages, string says, string? parameter, string? code) => Whole($$"""{"model":"Llama-3.1-8B","messages":{{messages}}}""", says, parameter, code);

    private static OpenAiRow Prompt(string prompt, string says, string? parameter, string? code) => new(Text, $$"""{"model":"Llama-3.1-8B","prompt":{{prompt}}}""", says, parameter, code);

    private static OpenAiRow Field(string field, string says, string? parameter, string? code) => Whole($$"""{"model":"Llama-3.1-8B","messages":{{Hello}},{{field}}}""", says, parameter, code);
}

/// <summary>A body that OpenAI's API refuses.</summary>
/// <param name="Path">Where it goes.</param>
/// <param name="Body">The body.</param>
/// <param name="Says">Part of the message.</param>
/// <param name="Parameter">The parameter that is named.</param>
/// <param name="Code">The code.</param>
public sealed record OpenAiRow(string Path, string Body, string Says, string? Parameter, string? Code);
