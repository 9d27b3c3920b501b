using static Tests.Integration.BadInput.BadBody;

namespace Tests.Integration.BadInput;

/// <summary>Numbers that are none, or too large, too small, or not to be had together.</summary>
internal static class SamplingRows
{
    public static IReadOnlyList<BadBody> All { get; } =
    [
        .. Integers("max_tokens"),
        .. Integers("n"),
        .. Integers("seed"),
        .. Integers("top_k"),
        .. Integers("min_tokens"),
        .. Integers("priority"),
        .. Reals("temperature"),
        .. Reals("top_p"),
        .. Reals("min_p"),
        .. Reals("presence_penalty"),
        .. Reals("frequency_penalty"),
        .. Reals("repetition_penalty"),
        OfChat("\"max_tokens\":0", "max_tokens must be at least 1, got 0."),
        OfChat("\"max_tokens\":-1", "max_tokens must be at least 1, got -1."),
        OfChat("\"max_completion_tokens\":-9223372036854775808", "max_tokens must be at least 1"),
        OfChat("\"max_tokens\":99999999999", "max_tokens=99999999999 cannot be greater than max_model_len=max_total_tokens=131072. Please request fewer output tokens. (parameter=max_tokens, value=99999999999)"),
        OfChat("\"max_completion_tokens\":131073", "max_completion_tokens=131073 cannot be greater than max_model_len=max_total_tokens=131072."),
        OfText("\"max_tokens\":9223372036854775808", "max_tokens=9223372036854775808 cannot be greater than"),
        OfChat("\"max_tokens\":-100000000000000000000", "max_tokens must be at least 1, got -100000000000000000000. (parameter=max_tokens, value=-100000000000000000000)"),
        OfChat("\"n\":100000000000000000000", "n must be at most 16384, got 100000000000000000000. To increase this limit, set the VLLM_MAX_N_SEQUENCES environment variable."),
        OfChat("\"n\":\"100000000000000000000\"", "n must be at most 16384, got 100000000000000000000."),
        OfChat($"\"n\":1{new string('0', 4_299)}", $"n must be at most 16384, got 1{new string('0', 4_299)}."),
        OfChat($"\"n\":1{new string('0', 4_300)}", "There was an error parsing the body"),
        OfChat($"\"n\":\"-1{new string('0', 4_300)}\"", "{'type': 'int_parsing_size', 'loc': ('body', 'n')"),
        OfChat($"\"other\":-{new string('7', 1_000_000)}", "There was an error parsing the body"),
        OfChat($"\"other\":{new string('7', 5_000)},}}", "There was an error parsing the body"),
        OfChat($"\"other\":\"{new string('7', 5_000)}\",\"n\":0", "n must be at least 1, got 0."),
        OfChat($"\"seed\":{new string('7', 1_000_000)}.5", "{'type': 'finite_number'"),
        OfChat("\"min_tokens\":100000000000000000000,\"max_tokens\":4", "min_tokens must be less than or equal to max_tokens=4, got 100000000000000000000."),
        OfChat("\"top_k\":-100000000000000000000", "top_k must be 0 (disable), or at least 1, got -100000000000000000000."),
        OfChat("\"logprobs\":true,\"top_logprobs\":100000000000000000000", "Requested sample logprobs of 100000000000000000000, which is greater than max allowed: 20 (parameter=logprobs, value=100000000000000000000)"),
        OfText("\"prompt_logprobs\":100000000000000000000", "Requested prompt logprobs of 100000000000000000000,"),
        OfChat("\"max_tokens\":131072", "maximum context length"),
        OfChat("\"min_tokens\":-1", "min_tokens must be greater than or equal to 0"),
        OfChat("\"min_tokens\":5,\"max_tokens\":4", "min_tokens must be less than or equal to max_tokens=4"),
        OfChat("\"n\":0", "n must be at least 1, got 0."),
        OfChat("\"n\":-7", "n must be at least 1, got -7."),
        OfChat("\"n\":16385", "n must be at most 16384"),
        OfChat("\"n\":2,\"temperature\":0", "n must be 1 when using greedy sampling"),
        OfChat("\"temperature\":-0.1", "temperature must be non-negative"),
        OfChat("\"temperature\":2.1", "temperature must be in [0, 2]"),
        OfChat("\"temperature\":1e400", "temperature must be a finite number, got inf. (parameter=temperature, value=inf)"),
        OfChat("\"temperature\":NaN", "temperature must be a finite number, got nan. (parameter=temperature, value=nan)"),
        OfChat("\"temperature\":-Infinity", "temperature must be a finite number, got -inf."),
        OfChat("\"seed\":9223372036854775808", "{'type': 'less_than_equal', 'loc': ('body', 'seed'), 'msg': 'Input should be less than or equal to 9223372036854775807', 'input': 9223372036854775808, 'ctx': {'le': 9223372036854775807}}"),
        OfChat("\"n\":\"two\",\"top_p\":[]", "{'type': 'int_parsing', 'loc': ('body', 'n'), 'msg': 'Input should be a valid integer, unable to parse string as an integer', 'input': 'two'}\n  {'type': 'float_type', 'loc': ('body', 'top_p'), 'msg': 'Input should be a valid number', 'input': []}"),
        OfText("\"n\":null", "{'type': 'int_type', 'loc': ('body', 'n'), 'msg': 'Input should be a valid integer', 'input': None}"),
        OfChat("\"ignore_eos\":null", "{'type': 'bool_type', 'loc': ('body', 'ignore_eos'), 'msg': 'Input should be a valid boolean', 'input': None}"),
        OfChat("\"reasoning_effort\":\"hard\"", "{'type': 'literal_error', 'loc': ('body', 'reasoning_effort'), 'msg': \"Input should be 'none', 'minimal', 'low', 'medium', 'high', 'xhigh' or 'max'\", 'input': 'hard', 'ctx': {'expected': \"'none', 'minimal', 'low', 'medium', 'high', 'xhigh' or 'max'\"}}"),
        OfChat("\"temperature\":\"nan\"", "temperature must be a finite number, got nan."),
        OfChat("\"temperature\":\"inf\"", "temperature"),
        OfChat("\"top_p\":0", "top_p must be in (0, 1]"),
        OfChat("\"top_p\":1.0001", "top_p must be in (0, 1]"),
        OfChat("\"top_p\":\"nan\"", "top_p must be in (0, 1]"),
        OfChat("\"top_k\":-2", "top_k must be 0 (disable), or at least 1, got -2."),
        OfChat("\"min_p\":-1", "min_p must be in [0, 1]"),
        OfChat("\"presence_penalty\":3", "presence_penalty must be in [-2, 2]"),
        OfChat("\"frequency_penalty\":-3", "frequency_penalty must be in [-2, 2]"),
        OfChat("\"repetition_penalty\":0", "repetition_penalty must be greater than zero"),
        OfChat("\"logprobs\":true,\"top_logprobs\":21", "greater than max allowed: 20"),
        OfChat("\"logprobs\":true,\"top_logprobs\":-2", "must be a positive value or -1"),
        OfChat("\"top_logprobs\":2", "`logprobs` must be set to true"),
        OfChat("\"logprobs\":5", "{'type': 'bool_parsing', 'loc': ('body', 'logprobs'), 'msg': 'Input should be a valid boolean, unable to interpret input', 'input': 5}"),
        OfChat("\"logprobs\":true,\"top_logprobs\":\"5\"", "`top_logprobs` must be an integer. (parameter=top_logprobs, value=5)"),
        OfChat("\"priority\":1", "Priority scheduling is not enabled"),
        OfChat("\"timeout\":0", "timeout is 0 s"),
        OfChat("\"timeout\":-1", "timeout is -1 s"),
        OfText("\"max_tokens\":0", "max_tokens must be at least 1"),
        OfText("\"logprobs\":21", "greater than max allowed: 20"),
        OfText("\"logprobs\":-2", "must be a positive value or -1"),
        OfText("\"logprobs\":[1]", "`logprobs` must be an integer. (parameter=logprobs, value=[1])"),
        OfText("\"suffix\":\"end\"", "suffix is not currently supported"),
    ];

    private static IEnumerable<BadBody> Integers(string name) =>
    [
        OfChat($"\"{name}\":\"many\"", $"{{'type': 'int_parsing', 'loc': ('body', '{name}'), 'msg': 'Input should be a valid integer, unable to parse string as an integer', 'input': 'many'}}"),
        OfChat($"\"{name}\":1.50", $"{{'type': 'int_from_float', 'loc': ('body', '{name}'), 'msg': 'Input should be a valid integer, got a number with a fractional part', 'input': 1.5}}"),
        OfChat($"\"{name}\":[1]", $"{{'type': 'int_type', 'loc': ('body', '{name}'), 'msg': 'Input should be a valid integer', 'input': [1]}}"),
        OfChat($"\"{name}\":1e300", $"{{'type': 'int_parsing_size', 'loc': ('body', '{name}'), 'msg': 'Unable to parse input string as an integer, exceeded maximum size', 'input': 1e+300}}"),
        OfChat($"\"{name}\":1e400", $"{{'type': 'finite_number', 'loc': ('body', '{name}'), 'msg': 'Input should be a finite number', 'input': inf}}"),
    ];

    private static IEnumerable<BadBody> Reals(string name) =>
    [
        OfChat($"\"{name}\":\"warm\"", $"{{'type': 'float_parsing', 'loc': ('body', '{name}'), 'msg': 'Input should be a valid number, unable to parse string as a number', 'input': 'warm'}}"),
        OfChat($"\"{name}\":{{}}", $"{{'type': 'float_type', 'loc': ('body', '{name}'), 'msg': 'Input should be a valid number', 'input': {{}}}}"),
    ];
}
