using static Emulator.Configuration.VllmFlags.FlagArity;

namespace Emulator.Configuration.VllmFlags;

/// <summary>How weights are loaded.</summary>
internal static class LoadFlags
{
    private const string About = "there are no weights to load";

    public static IReadOnlyList<VllmFlag> All { get; } =
    [
        .. VllmFlag.Harmless(
            Value, About, "load-format", "download-dir", "safetensors-load-strategy", "safetensors-prefetch-num-threads", "safetensors-prefetch-block-size",
            "model-loader-extra-config", "pt-load-map-location", "max-parallel-loading-workers", "weight-transfer-config"),
        .. VllmFlag.Harmless(Several, About, "ignore-patterns"),
        .. VllmFlag.Harmless(Switch, About, "use-tqdm-on-load", "enable-ep-weight-filter"),
    ];
}
