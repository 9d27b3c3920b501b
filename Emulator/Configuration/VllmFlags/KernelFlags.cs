using static Emulator.Configuration.VllmFlags.FlagArity;
using static Emulator.Configuration.VllmFlags.VllmFlag;

namespace Emulator.Configuration.VllmFlags;

/// <summary>What runs on the devices.</summary>
internal static class KernelFlags
{
    private const string Kernels = "a choice of kernels";
    private const string Graphs = "a choice of CUDA graphs";

    public static IReadOnlyList<VllmFlag> All { get; } =
    [
        NotModelled("attention-backend", Kernels),
        NotModelled("attention-config", Kernels) with { ShortNames = ["ac"], TakesEmpty = true },
        NotModelled("kernel-config", Kernels) with { TakesEmpty = true },
        NotModelled("ir-op-priority", Kernels) with { TakesEmpty = true },
        NotModelled("moe-backend", Kernels, "auto"),
        NotModelled("linear-backend", Kernels, "auto"),
        NotModelledSwitch("enable-bf16x3-router-gemm", Kernels),
        NotModelled("compilation-config", "a choice of compilation") with { ShortNames = ["cc"], TakesEmpty = true },
        NotModelled("optimization-level", "an optimization level other than vLLM's default", "2"),
        NotModelled("performance-mode", "a performance mode other than vLLM's default", "balanced"),
        NotModelled("cudagraph-capture-sizes", Graphs) with { Arity = Several, TakesEmpty = true },
        NotModelled("max-cudagraph-capture-size", Graphs),
        NotModelled("additional-config", "a platform's own configuration") with { TakesEmpty = true },
        .. Harmless(Value, "only matters for layers that no model here has", "gdn-prefill-backend", "kda-prefill-backend", "mamba-config"),
        .. Harmless(Switch, "kernels are tuned before anything is measured", "enable-flashinfer-autotune"),
    ];
}
