using Emulator.Configuration;
using Emulator.CostModel;
using Emulator.Scheduling;

namespace Emulator.Prometheus;

/// <summary>
/// The labels of <c>vllm:cache_config_info</c>: every field of vLLM's CacheConfig (<c>vllm/config/cache.py</c>), as Python prints it. Fields
/// of what is not modelled have vLLM's defaults.
/// </summary>
internal static class CacheConfigLabels
{
    private const string None = "None";
    private const string False = "False";

    private static readonly (string Name, Func<EngineSetup, string> Value)[] s_fields =
    [
        ("_block_size_resolved", _ => "True"),
        ("attn_group_size", _ => None),
        ("block_size", setup => Number(setup.Options.BlockSize)),
        ("cache_dtype", setup => setup.Options.KvCacheDtype == KvCacheType.Fp8 ? "fp8" : "auto"),
        ("effective_attention_block_size", setup => Number(setup.Options.BlockSize)),
        ("enable_mamba_fine_grained_prefix_cache", _ => False),
        ("enable_prefix_caching", setup => setup.Options.EnablePrefixCaching ? "True" : False),
        ("gpu_memory_utilization", setup => PrometheusNumber.Of(setup.Options.GpuMemoryUtilization)),
        ("is_attention_free", _ => False),
        ("kv_cache_dtype_skip_layers", _ => "[]"),
        ("kv_cache_layout", _ => None),
        ("kv_cache_max_concurrency", setup => PrometheusNumber.Of(Blocks(setup) / Math.Ceiling((double)setup.Blueprint.MaxModelLength / setup.Options.BlockSize))),
        ("kv_cache_memory_bytes", _ => None),
        ("kv_cache_size_tokens", setup => Number((long)Blocks(setup) * setup.Options.BlockSize)),
        ("kv_offloading_backend", _ => "native"),
        ("kv_offloading_size", _ => None),
        ("kv_sharing_fast_prefill", _ => False),
        ("mamba_block_size", _ => None),
        ("mamba_cache_dtype", _ => "auto"),
        ("mamba_cache_mode", _ => "none"),
        ("mamba_page_size_padded", _ => None),
        ("mamba_ssm_cache_dtype", _ => "auto"),
        ("num_cpu_blocks", _ => None),
        ("num_gpu_blocks", setup => Number(Blocks(setup))),
        ("num_gpu_blocks_override", setup => setup.Options.NumGpuBlocksOverride is { } blocks ? Number(blocks) : None),
        ("prefix_cache_retention_interval", _ => "0"),
        ("prefix_caching_hash_algo", _ => "sha256"),
        ("prefix_match_unit", _ => None),
        ("replayssm_buffer_len", _ => "16"),
        ("skip_page_size_padded", _ => None),
        ("sliding_window", setup => setup.Model.SlidingWindow is { } window ? Number(window) : None),
        ("use_kda_recoverssm", _ => False),
        ("use_replayssm", _ => False),
        ("user_specified_block_size", setup => setup.Options.BlockSize == new ServerOptions().BlockSize ? False : "True"),
        ("user_specified_mamba_block_size", _ => False),
    ];

    /// <summary>Their names, sorted.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. s_fields.Select(field => field.Name).Append("engine").Order(StringComparer.Ordinal)];

    /// <summary>The labels of one engine.</summary>
    public static Labels Of(EngineSetup setup, string engine) => new(s_fields.Select(field => (field.Name, field.Value(setup))).Append(("engine", engine)));

    /// <summary>vLLM's count includes the block that is never handed out; so does <see cref="SchedulerOptions.NumGpuBlocks"/>.</summary>
    private static int Blocks(EngineSetup setup) => setup.Blueprint.Scheduling.NumGpuBlocks;

    private static string Number(long value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
