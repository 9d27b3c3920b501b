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
        OfChat("\"max_tokens\":9223372036854775807", "maximum context length"),
        OfChat("\"max_tokens\":131072", "maximum context length"),
        OfChat("\"min_tokens\":-1", "min_tokens must be greater than or equal to 0"),
        OfChat("\"min_tokens\":5,\"max_tokens\":4", "min_tokens must be less than or equal to max_tokens=4"),
        OfChat("\"n\":0", "n must be at least 1, got 0."),
        OfChat("\"n\":-7", "n must be at least 1, got -7."),
        OfChat("\"n\":16385", "n must be at most 16384"),
        OfChat("\"n\":2,\"temperature\":0", "n must be 1 when using greedy sampling"),
        OfChat("\"temperature\":-0.1", "temperature must be non-negative"),
        OfChat("\"temperature\":2.1", "temperature must be in [0, 2]"),
        OfChat("\"temperature\":1e400", "temperature"),
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
        OfChat("\"logprobs\":5", "Input should be a valid boolean"),
        OfChat("\"priority\":1", "Priority scheduling is not enabled"),
        OfChat("\"timeout\":0", "timeout is 0 s"),
        OfChat("\"timeout\":-1", "timeout is -1 s"),
        OfText("\"max_tokens\":0", "max_tokens must be at least 1"),
        OfText("\"logprobs\":21", "greater than max allowed: 20"),
        OfText("\"logprobs\":-2", "must be a positive value or -1"),
        OfText("\"logprobs\":true", "valid integer"),
        OfText("\"suffix\":\"end\"", "suffix is not currently supported"),
    ];

    private static IEnumerable<BadBody> Integers(string name) =>
    [
        OfChat($"\"{name}\":\"many\"", "Input should be a valid integer"),
        OfChat($"\"{name}\":1.5", "Input should be a valid integer"),
        OfChat($"\"{name}\":[1]", "Input should be a valid integer"),
        OfChat($"\"{name}\":1e300", "Input should be a valid integer"),
    ];

    private static IEnumerable<BadBody> Reals(string name) =>
    [
        OfChat($"\"{name}\":\"warm\"", "Input should be a valid number"),
        OfChat($"\"{name}\":{{}}", "Input should be a valid number"),
        OfChat($"\"{name}\":true", "Input should be a valid number"),
    ];
}
