using static Tests.Integration.BadInput.BadBody;

namespace Tests.Integration.BadInput;

/// <summary>Fields of vLLM's own that it would not take.</summary>
internal static class ExtensionRows
{
    public static IReadOnlyList<BadBody> All { get; } =
    [
        OfChat("\"logit_bias\":7", "Input should be a valid dictionary"),
        OfChat("\"logit_bias\":{\"5\":\"much\"}", "Input should be a valid number"),
        OfChat("\"logit_bias\":{\"one\":1,\"2\":1}", "logit_bias contains key(s) that cannot be converted to integer token IDs: ['one'] (parameter=logit_bias, value=['one'])"),
        OfChat("\"logit_bias\":{\"-1\":1,\"99999999999999999999\":1}", "token_id(s) [-1, 99999999999999999999] in logit_bias contain out-of-vocab token ids. Vocabulary size: 200000"),
        OfChat($"\"logit_bias\":{{\"{new string('9', 4_300)}\":1}}", "in logit_bias contain out-of-vocab token ids. Vocabulary size: 200000"),
        // Python reads no whole number that has more digits.
        OfChat($"\"logit_bias\":{{\"{new string('9', 4_301)}\":1}}", "logit_bias contains key(s) that cannot be converted to integer token IDs: ['999"),
        OfText("\"logit_bias\":{\"200000\":1}", "(parameter=logit_bias, value=[200000])"),
        OfChat("\"stop_token_ids\":[7,-1]", "token_id(s) [-1] in stop_token_ids contain out-of-vocab token ids."),
        OfChat("\"allowed_token_ids\":[]", "allowed_token_ids is not None and empty! (parameter=allowed_token_ids, value=[])"),
        OfChat("\"allowed_token_ids\":[1,200000]", "allowed_token_ids contains out-of-vocab token id! (parameter=allowed_token_ids, value=[200000])"),
        OfChat("\"allowed_token_ids\":7", "Input should be a valid list"),
        OfChat("\"bad_words\":[\"a\",\"\"]", "bad_words cannot contain an empty string. Got bad_words=['a', '']"),
        OfChat("\"bad_words\":\"a\"", "Input should be a valid list"),
        OfChat("\"stream_interval\":0", "Input should be greater than or equal to 1"),
        OfChat("\"stream_interval\":\"often\"", "Input should be a valid integer"),
        OfChat("\"thinking_token_budget\":-3", "`thinking_token_budget` must be a non-negative integer or -1 for unlimited. (parameter=thinking_token_budget, value=-3)"),
        OfChat("\"thinking_token_budget\":1.5", "`thinking_token_budget` must be a non-negative integer"),
        OfChat("\"thinking_token_budget\":true", "(parameter=thinking_token_budget, value=True)"),
        OfChat("\"repetition_detection\":{\"max_pattern_size\":-1}", "max_pattern_size, min_pattern_size must be >=0, with min_pattern_size <= max_pattern_size."),
        OfChat("\"repetition_detection\":{\"max_pattern_size\":3,\"min_pattern_size\":4}", "with min_pattern_size <= max_pattern_size."),
        OfChat("\"repetition_detection\":{\"max_pattern_size\":3,\"min_count\":1}", "min_count must be >= 2 to detect repetitive patterns"),
        OfChat("\"repetition_detection\":7", "Input should be a dictionary or an instance of RepetitionDetectionParams"),
        OfChat("\"kv_transfer_params\":[]", "Input should be a valid dictionary"),
        OfChat("\"ec_transfer_params\":7", "Input should be a valid dictionary"),
        OfChat("\"vllm_xargs\":\"fast\"", "Input should be a valid dictionary"),
        OfChat("\"truncate_prompt_tokens\":-2", "Input should be greater than or equal to -1"),
        OfChat("\"truncate_prompt_tokens\":0", "The decoder prompt cannot be empty"),
        OfChat("\"truncate_prompt_tokens\":131072,\"max_tokens\":72", "truncate_prompt_tokens=131072 cannot be greater than max_model_len - max_tokens = 131000. Please request a smaller truncation size. (parameter=truncate_prompt_tokens"),
        OfChat("\"truncate_prompt_tokens\":131072,\"max_completion_tokens\":72", "max_model_len - max_completion_tokens = 131000"),
        OfText("\"truncate_prompt_tokens\":131072", "max_model_len - max_tokens = 131056"),
        OfText("\"truncation_side\":\"middle\"", "Input should be 'left' or 'right'"),
        OfChat("\"logprobs\":true,\"top_logprobs\":-1", "Requested sample logprobs of 200000, which is greater than max allowed: 20 (parameter=logprobs, value=200000)"),
        OfText("\"logprobs\":-1", "Requested sample logprobs of 200000, which is greater than max allowed: 20"),
        OfChat("\"prompt_logprobs\":-2", "`prompt_logprobs` must be a positive value or -1. (parameter=prompt_logprobs, value=-2)"),
        OfChat("\"prompt_logprobs\":21", "Requested prompt logprobs of 21, which is greater than max allowed: 20 (parameter=prompt_logprobs, value=21)"),
        OfText("\"prompt_logprobs\":-1", "Requested prompt logprobs of 200000, which is greater than max allowed: 20"),
        OfChat("\"prompt_logprobs\":1,\"stream\":true", "`prompt_logprobs` are not available when `stream=True`. (parameter=prompt_logprobs)"),
        OfText("\"prompt_logprobs\":1,\"stream\":true", "`prompt_logprobs` are not available when `stream=True`."),
        OfChat("\"logprob_token_ids\":[]", "`logprob_token_ids` must not be an empty list. (parameter=logprob_token_ids)"),
        OfChat("\"logprob_token_ids\":[1]", "when using `logprob_token_ids`, `logprobs` must be set to true."),
        OfText("\"logprob_token_ids\":[1]", "when using `logprob_token_ids`, `logprobs` must be set."),
        OfText("\"logprob_token_ids\":[1],\"logprobs\":1,\"use_beam_search\":true", "`logprob_token_ids` is not supported with beam search."),
        OfChat("\"logprob_token_ids\":[200000],\"logprobs\":true", "token_id(s) [200000] in logprob_token_ids contain out-of-vocab token ids."),
        OfChat($"\"logprob_token_ids\":[{string.Join(',', Enumerable.Range(0, 129))}],\"logprobs\":true", "Requested logprob_token_ids of length 129, which is greater than max allowed: 128"),
        OfText("\"stream\":true,\"use_beam_search\":true", "Streaming is not currently supported with beam search"),
        OfText("\"suffix\":\"\"", "suffix is not currently supported"),
        OfChat("\"use_beam_search\":\"perhaps\"", "Input should be a valid boolean"),
        new("probabilities of a prompt by its size", Chat, """{"synthetic":{"tokens":5},"prompt_logprobs":1}""", "a synthetic prompt has no tokens to tell of"),
    ];
}
