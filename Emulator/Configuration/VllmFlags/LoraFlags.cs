using static Emulator.Configuration.VllmFlags.FlagArity;
using static Emulator.Configuration.VllmFlags.VllmFlag;

namespace Emulator.Configuration.VllmFlags;

/// <summary>Adapters.</summary>
internal static class LoraFlags
{
    private const string About = "only matters with LoRA";

    public static IReadOnlyList<VllmFlag> All { get; } =
    [
        NotModelledSwitch("enable-lora", "LoRA"),
        NotModelled("lora-modules", "LoRA") with { Arity = Several, TakesEmpty = true },
        .. Harmless(Value, About, "max-loras", "max-lora-rank", "lora-dtype", "max-cpu-loras", "default-mm-loras"),
        .. Harmless(Several, About, "lora-target-modules"),
        .. Harmless(Switch, About, "fully-sharded-loras", "enable-tower-connector-lora", "specialize-active-lora", "enable-mixed-moe-lora-format", "enable-moe-shared-loras"),
    ];
}
