using static Emulator.Configuration.VllmFlags.FlagArity;
using static Emulator.Configuration.VllmFlags.VllmFlag;

namespace Emulator.Configuration.VllmFlags;

/// <summary>Metrics, traces and profiles.</summary>
internal static class ObservabilityFlags
{
    private const string About = "the emulator's own telemetry is set up by OpenTelemetry's variables";

    public static IReadOnlyList<VllmFlag> All { get; } =
    [
        .. Harmless(Value, About, "show-hidden-metrics-for-version", "otlp-traces-endpoint", "kv-cache-metrics-sample"),
        .. Harmless(Several, About, "collect-detailed-traces"),
        .. Harmless(Switch, About, "kv-cache-metrics", "enable-mfu-metrics", "enable-logging-iteration-details", "enable-mm-processor-stats"),
        .. Harmless(Value, "only matters with speculative decoding", "per-request-spec-decode-metrics"),
        .. Harmless(Value, "there is no device to profile", "profiler-config", "jit-monitor-mode"),
        .. Harmless(Switch, "there is no device to profile", "cudagraph-metrics", "enable-layerwise-nvtx-tracing", "jit-monitor-verbose"),
    ];
}
