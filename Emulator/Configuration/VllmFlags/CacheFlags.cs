using static Emulator.Configuration.VllmFlags.FlagArity;
using static Emulator.Configuration.VllmFlags.VllmFlag;

namespace Emulator.Configuration.VllmFlags;

/// <summary>Device memory, and what is kept elsewhere.</summary>
internal static class CacheFlags
{
    private const string Mamba = "only matters for Mamba models, and there are none";

    public static IReadOnlyList<VllmFlag> All { get; } =
    [
        Modelled("block-size"),
        Modelled("gpu-memory-utilization"),
        Modelled("kv-cache-dtype"),
        Modelled("num-gpu-blocks-override"),
        Modelled("enable-prefix-caching"),
        NotModelled("kv-cache-memory-bytes", "a KV cache of given bytes (num-gpu-blocks-override gives its blocks)"),
        NotModelled("kv-cache-dtype-skip-layers", "a KV cache of several number formats") with { Arity = Several, TakesEmpty = true },
        NotModelledSwitch("kv-sharing-fast-prefill", "prefill that skips layers"),
        NotModelled("prefix-cache-retention-interval", "a prefix cache that keeps some blocks longer", "0"),
        NotModelled("kv-offloading-size", "offloading the KV cache", "0"),
        NotModelled("cpu-offload-gb", "offloading weights to the host", "0"),
        NotModelled("offload-group-size", "offloading weights to the host", "0"),
        .. Harmless(Value, "only matters with offloading", "kv-offloading-backend", "offload-backend", "offload-num-in-group", "offload-prefetch-step"),
        .. Harmless(Several, "only matters with offloading", "cpu-offload-params", "offload-params"),
        .. Harmless(Value, "blocks are named by the emulator's own hash", "prefix-caching-hash-algo"),
        .. Harmless(
            Value, Mamba, "mamba-backend", "mamba-ssu-algorithm", "mamba-cache-philox-rounds", "mamba-cache-dtype", "mamba-ssm-cache-dtype", "mamba-block-size",
            "prefix-match-unit", "mamba-cache-mode", "replayssm-buffer-len"),
        .. Harmless(Switch, Mamba, "enable-mamba-cache-stochastic-rounding", "use-replayssm"),
    ];
}
