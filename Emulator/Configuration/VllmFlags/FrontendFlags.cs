using static Emulator.Configuration.VllmFlags.FlagArity;
using static Emulator.Configuration.VllmFlags.VllmFlag;

namespace Emulator.Configuration.VllmFlags;

/// <summary>The server in front of the engine.</summary>
internal static class FrontendFlags
{
    public static IReadOnlyList<VllmFlag> All { get; } =
    [
        Modelled("host"),
        Modelled("port"),
        Modelled("api-key"),
        Modelled("ssl-keyfile"),
        Modelled("ssl-certfile"),
        Modelled("ssl-ca-certs"),
        Modelled("ssl-cert-reqs"),
        Modelled("allowed-origins"),
        Modelled("allowed-methods"),
        Modelled("allowed-headers"),
        Modelled("allow-credentials"),
        Modelled("h11-max-incomplete-event-size"),
        Modelled("h11-max-header-count"),
        Modelled("shutdown-timeout"),
        Modelled("enable-auto-tool-choice"),
        Modelled("disable-fastapi-docs"),
        Modelled("tool-call-parser"),
        Modelled("enable-prompt-tokens-details"),
        Modelled("enable-force-include-usage"),
        Modelled("enable-request-id-headers"),
        Modelled("fingerprint-mode"),
        Modelled("fingerprint-value"),
        Modelled("enable-server-load-tracking"),
        Modelled("trust-request-chat-template"),
        NotModelled("uds", "a Unix domain socket"),
        NotModelled("root-path", "a prefix of all paths"),
        NotModelled("middleware", "middleware in Python") with { TakesEmpty = true },
        NotModelled("ssl-ciphers", "a choice of ciphers"),
        NotModelledSwitch("headless", "a node without a server"),
        NotModelledSwitch("tokens-only", "a server of tokens alone"),
        .. Harmless(Switch, "the gRPC door is open beside the HTTP door, always", "grpc"),
        .. Harmless(Value, "one process serves all connections", "api-server-count").Select(flag => flag with { ShortNames = ["asc"] }),
        .. Harmless(Value, "only matters with data parallelism", "data-parallel-supervisor-port", "dp-supervisor-probe-interval-s", "dp-supervisor-probe-timeout-s", "dp-supervisor-probe-failure-threshold"),
        .. Harmless(Switch, "certificates are read once, at the start", "enable-ssl-refresh"),
        .. Harmless(Value, "prompts are counted by the emulator's own tokenizer and template", "chat-template", "chat-template-content-format", "default-chat-template-kwargs"),
        .. Harmless(Value, "replies are made, not parsed", "response-role", "tool-parser-plugin", "tool-server"),
        .. Harmless(Switch, "replies are made, not parsed", "exclude-tools-when-tool-choice-none", "return-tokens-as-token-ids"),
        .. Harmless(Switch, "what usage and headers tell is the doors' own business", "enable-per-request-metrics"),
        .. Harmless(Switch, "there is no such endpoint", "enable-tokenizer-info-endpoint", "enable-flash-late-interaction", "enable-offline-docs", "cohere-is-reasoning-model"),
        .. Harmless(Value, "there is no such endpoint", "cohere-format"),
        .. Harmless(Value, "logging", "log-config-file", "max-log-len", "uvicorn-log-level", "disable-access-log-for-endpoints"),
        .. Harmless(Switch, "logging", "enable-log-requests", "enable-log-outputs", "enable-log-deltas", "log-error-stack", "disable-uvicorn-access-log", "disable-log-stats", "aggregate-engine-logging"),
        .. Harmless(Switch, "variables of vLLM are not read", "fail-on-environ-validation"),
    ];
}
