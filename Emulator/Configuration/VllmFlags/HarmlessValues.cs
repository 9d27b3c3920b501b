using System.Globalization;

namespace Emulator.Configuration.VllmFlags;

/// <summary>
/// What flags without effect here may be, where vLLM takes a few words or whole numbers alone: a line that vLLM would not start with does not start here either.
/// </summary>
/// <remarks>Words are those of <c>vllm/entrypoints/openai/cli_args.py</c>, <c>vllm/config/{lora,parallel,load,model,cache,multimodal}.py</c> and <c>vllm/model_executor/model_loader</c>.</remarks>
internal static class HarmlessValues
{
    private const string ExecutorBackend = "distributed-executor-backend";

    // Under these vLLM takes None for no value.
    private static readonly string[] s_absent = ["none", "null", ""];

    private static readonly Dictionary<string, string[]> s_words = new()
    {
        ["uvicorn-log-level"] = ["critical", "error", "warning", "info", "debug", "trace"],
        ["chat-template-content-format"] = ["auto", "string", "openai"],
        ["load-format"] =
        [
            "auto", "bitsandbytes", "dummy", "fastsafetensors", "gguf", "instanttensor", "mistral", "npcache", "pt", "runai_streamer", "runai_streamer_sharded", "safetensors", "sharded_state",
            "tensorizer",
        ],
        [ExecutorBackend] = ["ray", "mp", "uni", "external_launcher"],
        ["data-parallel-backend"] = ["mp", "ray"],
        ["expert-placement-strategy"] = ["linear", "round_robin"],
        ["logprobs-mode"] = ["raw_logprobs", "raw_logits", "processed_logprobs", "processed_logits"],
        ["prefix-caching-hash-algo"] = ["sha256", "sha256_cbor", "xxhash", "xxhash_cbor"],
        ["mm-processor-cache-type"] = ["lru", "shm"],
        ["mm-encoder-tp-mode"] = ["weights", "data"],
        ["lora-dtype"] = ["auto", "float16", "bfloat16"],
        ["max-lora-rank"] = ["1", "8", "16", "32", "64", "128", "256", "320", "512"],
    };

    private static readonly HashSet<string> s_whole =
    [
        "max-loras", "max-cpu-loras", "max-log-len", "api-server-count", "data-parallel-supervisor-port", "dp-supervisor-probe-failure-threshold", "data-parallel-start-rank",
        "data-parallel-size-local", "data-parallel-rpc-port", "ubatch-size", "dbo-decode-token-threshold", "dbo-prefill-token-threshold", "node-rank", "master-port",
        "max-parallel-loading-workers", "renderer-num-workers", "dcp-kv-cache-interleave-size", "cp-kv-cache-interleave-size", "offload-num-in-group", "offload-prefetch-step",
        "mm-shm-cache-max-object-size-mb", "mamba-block-size",
    ];

    /// <summary>All flags whose values are looked at.</summary>
    public static IEnumerable<string> Names => s_words.Keys.Concat(s_whole);

    /// <summary>What the flag may be, as the end of a sentence that begins "allowed are"; null = anything.</summary>
    public static string? Allowed(string name) => s_words.TryGetValue(name, out string[]? words)
        ? $"{string.Join(", ", words[..^1])} and {words[^1]}{(name == ExecutorBackend ? ", and classes such as module.Class" : "")}"
        : s_whole.Contains(name) ? "whole numbers" : null;

    /// <summary>Whether vLLM takes the value.</summary>
    public static bool Takes(string name, string text)
    {
        string value = text.Trim();
        return s_absent.Contains(value, StringComparer.OrdinalIgnoreCase)
            || (s_words.TryGetValue(name, out string[]? words)
                ? words.Contains(value, name == "load-format" ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal) || (name == ExecutorBackend && value.Contains('.', StringComparison.Ordinal))
                : !s_whole.Contains(name) || long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _));
    }
}
