using Emulator.Api.OpenAi.Bodies.VllmRules;

namespace Emulator.Api.OpenAi.Bodies.Pydantic;

/// <summary>
/// The bodies that vLLM takes: fields, kinds and their order as its models have them (<c>entrypoints/openai/chat_completion/protocol.py</c>,
/// <c>completion/protocol.py</c>, <c>serve/tokenize/protocol.py</c>); at their end this server's own fields. Of messages only what this server reads is described.
/// </summary>
internal static class VllmModels
{
    // vLLM's VLLM_MAX_STOP_STRINGS.
    private const int MostStops = 16;

    private static readonly TextKind s_text = new();
    private static readonly WholeKind s_whole = new();
    private static readonly NumberKind s_number = new();
    private static readonly TruthKind s_truth = new();
    private static readonly AnyKind s_any = new();
    private static readonly ListKind s_wholes = new(s_whole);
    private static readonly ListKind s_texts = new(s_text);
    private static readonly DictionaryKind s_anything = new(s_any);
    private static readonly EitherKind s_extraArgument = new(s_text, s_whole, s_number, new ListKind(new EitherKind(s_text, s_whole, s_number)));

    private static readonly ModelKind s_message = new(
        new Field("role", s_text) { IsRequired = true },
        new Field("content", new EitherKind(s_text, new ListKind(new EitherKind(s_anything, s_text))).OrNull),
        new Field("name", s_text.OrNull),
        new Field("tool_call_id", s_text.OrNull),
        new Field("tool_calls", new ListKind(s_anything).OrNull))
    {
        NoObject = ("dict_type", "Input should be a valid dictionary"),
    };

    private static readonly ModelKind s_function = new(
        new Field("name", s_text) { IsRequired = true },
        new Field("description", s_text.OrNull),
        new Field("parameters", s_anything.OrNull),
        new Field("strict", s_truth.OrNull),
        new Field("defer_loading", s_truth.OrNull));

    private static readonly ListKind s_tools = new(new ModelKind(
        new Field("type", new WordKind("function")),
        new Field("function", s_function) { IsRequired = true },
        new Field("defer_loading", s_truth.OrNull)));

    private static readonly ModelKind s_structuralTag = new(
        new Field("type", new WordKind("structural_tag")) { IsRequired = true },
        new Field("format", s_any) { IsRequired = true });

    private static readonly ModelKind s_oldStructuralTag = new(
        new Field("type", new WordKind("structural_tag")) { IsRequired = true },
        new Field("structures", new ListKind(new ModelKind(
            new Field("begin", s_text) { IsRequired = true },
            new Field("schema", s_anything.OrNull),
            new Field("end", s_text) { IsRequired = true })))
        { IsRequired = true },
        new Field("triggers", s_texts) { IsRequired = true });

    private static readonly EitherKind s_responseFormat = new(
        new ModelKind(
            new Field("type", new WordKind("text", "json_object", "json_schema")) { IsRequired = true },
            new Field("json_schema", new ModelKind(
                new Field("name", s_text) { IsRequired = true },
                new Field("description", s_text.OrNull),
                new Field("schema", s_anything.OrNull),
                new Field("strict", s_truth.OrNull)).OrNull)),
        s_structuralTag,
        s_oldStructuralTag);

    private static readonly ModelKind s_structuredOutputs = new(
        new Field("json", new EitherKind(s_text, s_anything).OrNull),
        new Field("regex", s_text.OrNull),
        new Field("choice", s_texts.OrNull),
        new Field("grammar", s_text.OrNull),
        new Field("json_object", s_truth.OrNull),
        new Field("disable_any_whitespace", s_truth),
        new Field("disable_additional_properties", s_truth),
        new Field("whitespace_pattern", s_text.OrNull),
        new Field("structural_tag", s_text.OrNull))
    {
        NoObject = ("dataclass_type", "Input should be a dictionary or an instance of StructuredOutputsParams"),
    };

    private static readonly ModelKind s_repetition = new(new Field("max_pattern_size", s_whole), new Field("min_pattern_size", s_whole), new Field("min_count", s_whole))
    {
        NoObject = ("dataclass_type", "Input should be a dictionary or an instance of RepetitionDetectionParams"),
    };

    private static readonly ModelKind s_synthetic = new(
        new Field("tokens", s_whole) { IsRequired = true },
        new Field("prefix", new ListKind(new ModelKind(new Field("id", s_text.OrNull), new Field("tokens", s_whole) { IsRequired = true })).OrNull),
        new Field("output_tokens", s_whole.OrNull));

    private static readonly Field[] s_stop = [new("stop", new EitherKind(s_text, new ListKind(s_text, MostStops)).OrNull)];

    private static readonly Field[] s_stream =
    [
        new("stream", s_truth.OrNull),
        new("stream_options", new ModelKind(new Field("include_usage", s_truth.OrNull), new Field("continuous_usage_stats", s_truth.OrNull)).OrNull),
    ];

    private static readonly Field[] s_sampling =
    [
        new("use_beam_search", s_truth),
        new("top_k", s_whole.OrNull),
        new("min_p", s_number.OrNull),
        new("repetition_penalty", s_number.OrNull),
        new("length_penalty", s_number),
        new("stop_token_ids", s_wholes.OrNull),
        new("include_stop_str_in_output", s_truth),
        new("ignore_eos", s_truth),
        new("min_tokens", s_whole),
        new("skip_special_tokens", s_truth),
        new("spaces_between_special_tokens", s_truth),
        new("truncate_prompt_tokens", new WholeKind(-1, long.MaxValue).OrNull),
        new("truncation_side", new WordKind("left", "right").OrNull),
    ];

    private static readonly Field[] s_logprobIds = [new("prompt_logprobs", s_whole.OrNull), new("logprob_token_ids", s_wholes.OrNull)];

    private static readonly Field[] s_extra =
    [
        new("structured_outputs", new CheckedKind(s_structuredOutputs, ConstraintRules.RequireOne).OrNull),
        new("priority", WholeKind.Long),
        new("request_id", s_text),
        new("session_id", s_text.OrNull),
        new("return_tokens_as_token_ids", s_truth.OrNull),
        new("return_token_ids", s_truth.OrNull),
        new("routed_experts_prompt_start", new WholeKind(0)),
        new("return_token_offsets", s_truth.OrNull),
        new("cache_salt", new TextKind(1, 1_024).OrNull),
        new("kv_transfer_params", s_anything.OrNull),
        new("ec_transfer_params", s_anything.OrNull),
        new("vllm_xargs", new DictionaryKind(s_extraArgument).OrNull),
        new("repetition_detection", new CheckedKind(s_repetition, ConstraintRules.CheckRepetition).OrNull),
        new("stream_interval", new WholeKind(1).OrNull),
    ];

    private static readonly BytesKind s_bytes = new();

    private static readonly Field[] s_own = [new("timeout", s_number.OrNull), new("synthetic", s_synthetic.OrNull)];

    /// <summary>The forms of <c>response_format</c> with tags.</summary>
    public static EitherKind StructuralTag { get; } = new(s_oldStructuralTag, s_structuralTag);

    /// <summary>The body of <c>/v1/chat/completions</c>. A synthetic prompt stands for messages.</summary>
    public static ModelKind Chat { get; } = new(
    [
        new("messages", new ListKind(s_message)) { IsRequired = true, Substitute = "synthetic" },
        new("model", s_text.OrNull),
        new("frequency_penalty", s_number.OrNull),
        new("logit_bias", new DictionaryKind(s_number).OrNull),
        new("logprobs", s_truth.OrNull),
        new("top_logprobs", s_whole.OrNull),
        new("max_tokens", s_whole.OrNull),
        new("max_completion_tokens", s_whole.OrNull),
        new("n", s_whole.OrNull),
        new("presence_penalty", s_number.OrNull),
        new("response_format", s_responseFormat.OrNull),
        new("seed", WholeKind.Long.OrNull),
        .. s_stop,
        .. s_stream,
        new("temperature", s_number.OrNull),
        new("top_p", s_number.OrNull),
        new("tools", s_tools.OrNull),
        new("tool_choice", s_any),
        new("reasoning_effort", new WordKind("none", "minimal", "low", "medium", "high", "xhigh", "max").OrNull),
        new("thinking_token_budget", new CheckedKind(s_any, ConstraintRules.CheckThinking)),
        new("include_reasoning", s_truth),
        new("parallel_tool_calls", s_truth.OrNull),
        new("user", s_text.OrNull),
        .. s_sampling,
        .. s_logprobIds,
        new("allowed_token_ids", s_wholes.OrNull),
        new("bad_words", s_texts),
        new("echo", s_truth),
        new("add_generation_prompt", s_truth),
        new("continue_final_message", s_truth),
        new("add_special_tokens", s_truth),
        new("documents", new ListKind(new DictionaryKind(s_text)).OrNull),
        new("chat_template", s_text.OrNull),
        new("chat_template_kwargs", s_anything.OrNull),
        new("media_io_kwargs", new DictionaryKind(s_anything).OrNull),
        new("mm_processor_kwargs", s_anything.OrNull),
        new("return_prompt_text", s_truth.OrNull),
        new("return_assistant_tokens_mask", s_truth),
        .. s_extra,
        .. s_own,
    ]);

    /// <summary>The body of <c>/v1/completions</c>.</summary>
    public static ModelKind Completion { get; } = new(
    [
        new("model", s_text.OrNull),
        new("prompt", new EitherKind(new ListKind(new WholeKind(0)), new ListKind(new ListKind(new WholeKind(0))), s_text, s_texts).OrNull),
        new("echo", s_truth.OrNull),
        new("frequency_penalty", s_number.OrNull),
        new("logit_bias", new DictionaryKind(s_number).OrNull),
        new("logprobs", s_whole.OrNull),
        new("max_tokens", s_whole.OrNull),
        new("n", s_whole),
        new("presence_penalty", s_number.OrNull),
        new("seed", WholeKind.Long.OrNull),
        .. s_stop,
        .. s_stream,
        new("suffix", s_text.OrNull),
        new("temperature", s_number.OrNull),
        new("top_p", s_number.OrNull),
        new("user", s_text.OrNull),
        .. s_sampling,
        new("allowed_token_ids", s_wholes.OrNull),
        .. s_logprobIds,
        new("bad_words", s_texts),
        new("prompt_embeds", new EitherKind(s_bytes, new ListKind(s_bytes)).OrNull),
        new("add_special_tokens", s_truth),
        new("response_format", s_responseFormat.OrNull),
        .. s_extra,
        new("thinking_token_budget", new CheckedKind(s_any, ConstraintRules.CheckThinking)),
        .. s_own,
    ]);

    /// <summary>The body of <c>/tokenize</c>: a text or a conversation.</summary>
    public static EitherKind Tokenize { get; } = new(
        new ModelKind(
            new Field("model", s_text.OrNull),
            new Field("prompt", s_text) { IsRequired = true },
            new Field("add_special_tokens", s_truth),
            new Field("return_token_strs", s_truth.OrNull)),
        new ModelKind(
            new Field("model", s_text.OrNull),
            new Field("messages", new ListKind(s_message)) { IsRequired = true },
            new Field("add_generation_prompt", s_truth),
            new Field("return_token_strs", s_truth.OrNull),
            new Field("continue_final_message", s_truth),
            new Field("add_special_tokens", s_truth),
            new Field("chat_template", s_text.OrNull),
            new Field("chat_template_kwargs", s_anything.OrNull),
            new Field("media_io_kwargs", new DictionaryKind(s_anything).OrNull),
            new Field("mm_processor_kwargs", s_anything.OrNull),
            new Field("tools", s_tools.OrNull)));

    /// <summary>The body of <c>/detokenize</c>.</summary>
    public static ModelKind Detokenize { get; } = new(
        new Field("model", s_text.OrNull), new Field("tokens", new ListKind(new WholeKind(0, long.MaxValue))) { IsRequired = true });
}
