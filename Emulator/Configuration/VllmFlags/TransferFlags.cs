using static Emulator.Configuration.VllmFlags.FlagArity;
using static Emulator.Configuration.VllmFlags.VllmFlag;

namespace Emulator.Configuration.VllmFlags;

/// <summary>Speculative decoding, and what goes from server to server.</summary>
internal static class TransferFlags
{
    private const string Speculation = "speculative decoding";

    public static IReadOnlyList<VllmFlag> All { get; } =
    [
        NotModelled("speculative-config", Speculation) with { ShortNames = ["sc"] },
        NotModelled("spec-method", Speculation),
        NotModelled("spec-model", Speculation),
        NotModelled("spec-tokens", Speculation, "0"),
        NotModelled("kv-transfer-config", "moving the KV cache between servers"),
        NotModelled("ec-transfer-config", "moving encoder outputs between servers"),
        .. Harmless(Value, "nobody subscribes to events of the KV cache", "kv-events-config"),
        .. Harmless(Value, "prompts are text or tokens", "ec-manager-config"),
    ];
}
