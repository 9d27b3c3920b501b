namespace Emulator.Configuration.VllmFlags;

/// <summary>All flags of <c>vllm serve</c> in the version that is followed, in the groups in which its help shows them, and those that it lost on the way.</summary>
/// <remarks>Names, short names and arities are those of <c>vllm/engine/arg_utils.py</c> and <c>vllm/entrypoints/openai/cli_args.py</c>.</remarks>
internal static class VllmFlagTable
{
    /// <summary>The groups.</summary>
    public static IReadOnlyList<(string Title, IReadOnlyList<VllmFlag> Flags)> Groups { get; } =
    [
        ("Frontend", FrontendFlags.All),
        ("Model", ModelFlags.All),
        ("Loading", LoadFlags.All),
        ("Parallelism", ParallelFlags.All),
        ("KV cache and offloading", CacheFlags.All),
        ("Scheduler", SchedulerFlags.All),
        ("Kernels and compilation", KernelFlags.All),
        ("Speculative decoding and transfers", TransferFlags.All),
        ("Multimodal input", MultimodalFlags.All),
        ("LoRA", LoraFlags.All),
        ("Observability", ObservabilityFlags.All),
        ("No longer in vLLM", RetiredFlags.All),
    ];

    /// <summary>All flags.</summary>
    public static IReadOnlyList<VllmFlag> All { get; } = [.. Groups.SelectMany(group => group.Flags)];

    private static readonly Dictionary<string, VllmFlag> s_byName = All.SelectMany(flag => flag.Names.Select(name => (name, flag))).ToDictionary(pair => pair.name, pair => pair.flag);

    /// <summary>The flag with this name or short name, or null.</summary>
    public static VllmFlag? Find(string name) => s_byName.GetValueOrDefault(name);

    /// <summary>The flag with this name or short name that is no option of <c>serve</c>, or null.</summary>
    public static VllmFlag? FindForeign(string name) => Find(name) is { Treatment: not FlagTreatment.Modelled } flag ? flag : null;
}
