using static Emulator.Prometheus.BucketBounds;

namespace Emulator.Prometheus;

/// <summary>vLLM's metrics, in the order in which its page has them, named, labelled and bucketed as in <see cref="ProductVersion"/>'s vLLM. A golden test holds the list.</summary>
internal static class VllmMetrics
{
    public static readonly MetricFamily Flops = Counter("vllm:estimated_flops_per_gpu", "Floating-point operations that each GPU was asked for, by the emulator's cost model.");
    public static readonly MetricFamily ReadBytes = Counter("vllm:estimated_read_bytes_per_gpu", "Bytes that each GPU read from its memory, by the emulator's cost model.");
    public static readonly MetricFamily WriteBytes = Counter("vllm:estimated_write_bytes_per_gpu", "Bytes that each GPU wrote to its memory, by the emulator's cost model.");
    public static readonly MetricFamily Running = Gauge("vllm:num_requests_running", "Requests that hold KV blocks.");
    public static readonly MetricFamily Waiting = Gauge("vllm:num_requests_waiting", "Requests that wait.");
    public static readonly MetricFamily WaitingByReason = Gauge("vllm:num_requests_waiting_by_reason", "Requests that wait, by what for: capacity for room in the batch and the KV cache, deferred for the front end; their sum is vllm:num_requests_waiting.", "reason");
    public static readonly MetricFamily SleepState = Gauge("vllm:engine_sleep_state", "1 at what the engine is: awake, asleep with its weights offloaded (level 1), or with everything discarded (level 2).", "sleep_state");
    public static readonly MetricFamily KvUsage = Gauge("vllm:kv_cache_usage_perc", "Share of KV blocks held, 0 to 1.");
    public static readonly MetricFamily PrefixQueries = Counter("vllm:prefix_cache_queries", "Prompt tokens looked up in the prefix cache.");
    public static readonly MetricFamily PrefixHits = Counter("vllm:prefix_cache_hits", "Prompt tokens found in the prefix cache.");
    public static readonly MetricFamily ExternalPrefixQueries = Counter("vllm:external_prefix_cache_queries", "Prompt tokens looked up in other servers' caches; always 0, KV transfer is not modelled.");
    public static readonly MetricFamily ExternalPrefixHits = Counter("vllm:external_prefix_cache_hits", "Prompt tokens found in other servers' caches; always 0, KV transfer is not modelled.");
    public static readonly MetricFamily MediaQueries = Counter("vllm:mm_cache_queries", "Media looked up in the multi-modal cache; always 0, media are not modelled.");
    public static readonly MetricFamily MediaHits = Counter("vllm:mm_cache_hits", "Media found in the multi-modal cache; always 0, media are not modelled.");
    public static readonly MetricFamily Preemptions = Counter("vllm:num_preemptions", "Times a running request lost its KV blocks.");
    public static readonly MetricFamily PromptTokens = Counter("vllm:prompt_tokens", "Prompt tokens of requests whose prefill is complete.");
    public static readonly MetricFamily PromptTokensBySource = Counter("vllm:prompt_tokens_by_source", "The same by where their KV came from.", "source");
    public static readonly MetricFamily PromptTokensCached = Counter("vllm:prompt_tokens_cached", "Of the prompt tokens, those found in a cache.");
    public static readonly MetricFamily GenerationTokens = Counter("vllm:generation_tokens", "Output tokens sampled.");
    public static readonly MetricFamily Success = Counter("vllm:request_success", "Requests that ended, by why: abort are those cancelled and timed out, error those that failed.", "finished_reason");
    public static readonly MetricFamily Rejections = new("vllm:admission_rejections", MetricKind.Counter, "Requests that admission refused, by why.") { Labels = ["model_name", "reason"] };
    public static readonly MetricFamily RequestPrompt = Tokens("vllm:request_prompt_tokens", "Prompt tokens of ended requests.");
    public static readonly MetricFamily RequestGeneration = Tokens("vllm:request_generation_tokens", "Output tokens of ended requests.");
    public static readonly MetricFamily IterationTokens = Histogram("vllm:iteration_tokens_total", "Tokens of each step that sampled: those sampled, and the computed prompts of requests whose prefill it completed.", StepTokens);
    public static readonly MetricFamily MaxGeneration = Tokens("vllm:request_max_num_generation_tokens", "Output tokens of the longest alternative of ended requests.");
    public static readonly MetricFamily ParamsN = Histogram("vllm:request_params_n", "The parameter n of ended requests.", Alternatives);
    public static readonly MetricFamily ParamsMaxTokens = Tokens("vllm:request_params_max_tokens", "The parameter max_tokens of ended requests, or what stood for it.");
    public static readonly MetricFamily RequestPreemptions = Histogram("vllm:request_num_preemptions", "Preemptions of ended requests.", BucketBounds.Preemptions);
    public static readonly MetricFamily FirstTokenTime = Histogram("vllm:time_to_first_token_seconds", "From receipt to the first token, model time.", FirstToken);
    public static readonly MetricFamily TokenGapTime = Histogram("vllm:inter_token_latency_seconds", "From each token to the next of its request, model time.", TokenGap);
    public static readonly MetricFamily TimePerToken = Histogram("vllm:request_time_per_output_token_seconds", "Mean gap between the tokens of ended requests, model time.", TokenGap);
    public static readonly MetricFamily EndToEnd = Histogram("vllm:e2e_request_latency_seconds", "From receipt to the end of requests, model time.", RequestLatency);
    public static readonly MetricFamily QueueTime = Histogram("vllm:request_queue_time_seconds", "From receipt to first admission of ended requests, model time.", RequestLatency);
    public static readonly MetricFamily InferenceTime = Histogram("vllm:request_inference_time_seconds", "From first admission to the last token of ended requests, model time.", RequestLatency);
    public static readonly MetricFamily PrefillTime = Histogram("vllm:request_prefill_time_seconds", "From first admission to the first token of ended requests, model time.", RequestLatency);
    public static readonly MetricFamily DecodeTime = Histogram("vllm:request_decode_time_seconds", "From the first to the last token of ended requests, model time.", RequestLatency);
    public static readonly MetricFamily PrefillComputed = Tokens("vllm:request_prefill_kv_computed_tokens", "Prompt tokens of ended requests that no cache held.");
    public static readonly MetricFamily CacheConfig = new("vllm:cache_config_info", MetricKind.Gauge, "Always 1; its labels are the KV cache's configuration.") { Labels = CacheConfigLabels.Names };

    /// <summary>The metrics of every page.</summary>
    public static IReadOnlyList<MetricFamily> All { get; } =
    [
        Flops, ReadBytes, WriteBytes, Running, Waiting, WaitingByReason, SleepState, KvUsage, PrefixQueries, PrefixHits, ExternalPrefixQueries,
        ExternalPrefixHits, MediaQueries, MediaHits, Preemptions, PromptTokens, PromptTokensBySource, PromptTokensCached, GenerationTokens,
        Success, Rejections, RequestPrompt, RequestGeneration, IterationTokens, MaxGeneration, ParamsN, ParamsMaxTokens, RequestPreemptions,
        FirstTokenTime, TokenGapTime, TimePerToken, EndToEnd, QueueTime, InferenceTime, PrefillTime, DecodeTime, PrefillComputed, CacheConfig,
    ];

    /// <summary>Old names, which vLLM has taken off its page, each with the metric that has its values now.</summary>
    public static IReadOnlyList<(MetricFamily Old, MetricFamily Now)> Hidden { get; } =
    [
        (Gauge("vllm:gpu_cache_usage_perc", "Old name of vllm:kv_cache_usage_perc."), KvUsage),
        (Counter("vllm:gpu_prefix_cache_queries", "Old name of vllm:prefix_cache_queries."), PrefixQueries),
        (Counter("vllm:gpu_prefix_cache_hits", "Old name of vllm:prefix_cache_hits."), PrefixHits),
        (Histogram("vllm:time_per_output_token_seconds", "Old name of vllm:inter_token_latency_seconds.", TokenGap), TokenGapTime),
    ];

    private static MetricFamily Counter(string name, string help, params IEnumerable<string> further) => new(name, MetricKind.Counter, help) { Labels = With(further) };

    private static MetricFamily Gauge(string name, string help, params IEnumerable<string> further) => new(name, MetricKind.Gauge, help) { Labels = With(further) };

    private static MetricFamily Histogram(string name, string help, double[] bounds) => new(name, MetricKind.Histogram, help) { Bounds = _ => bounds };

    private static MetricFamily Tokens(string name, string help) => new(name, MetricKind.Histogram, help) { Bounds = RequestTokens };

    private static string[] With(IEnumerable<string> further) => [.. further.Concat(["engine", "model_name"]).Order(StringComparer.Ordinal)];
}
