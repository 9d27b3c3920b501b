using static Emulator.Configuration.VllmFlags.FlagArity;

namespace Emulator.Configuration.VllmFlags;

/// <summary>Images, sound and video.</summary>
internal static class MultimodalFlags
{
    private const string About = "prompts are text or tokens";

    public static IReadOnlyList<VllmFlag> All { get; } =
    [
        .. VllmFlag.Harmless(
            Value, About, "limit-mm-per-prompt", "media-io-kwargs", "mm-processor-kwargs", "mm-processor-cache-gb", "mm-processor-cache-type", "mm-hasher-algorithm",
            "mm-shm-cache-max-object-size-mb", "mm-encoder-tp-mode", "mm-encoder-attn-backend", "mm-encoder-attn-dtype", "mm-encoder-fp8-scale-path",
            "mm-encoder-fp8-scale-save-path", "mm-encoder-fp8-scale-save-margin", "video-pruning-rate", "video-pruning-method", "mm-tensor-ipc", "mm-processor-device",
            "mm-ipc-gpu-memory-gb", "allowed-local-media-path"),
        .. VllmFlag.Harmless(Several, About, "allowed-media-domains"),
        .. VllmFlag.Harmless(Switch, About, "language-model-only", "enable-mm-embeds", "interleave-mm-strings", "skip-mm-profiling", "mm-encoder-only", "mm-device-do-normalize"),
    ];
}
