namespace Emulator.Configuration;

/// <summary>
/// An option of vLLM that changes timing or memory and is not modelled. A value that asks for nothing is accepted silently, any other is
/// an error: never is it ignored.
/// </summary>
/// <param name="Name">The option's name, without dashes.</param>
/// <param name="Feature">What it asks for, as the subject of a sentence.</param>
/// <param name="Neutral">Values that ask for nothing, the one to tell the user first.</param>
internal sealed record NotModelled(string Name, string Feature, params IReadOnlyList<string> Neutral)
{
    private const string None = "none";
    private static readonly string[] s_off = ["false", "off", "no", "0"];
    private static readonly string[] s_noValue = [None, "null", ""];

    /// <summary>The options.</summary>
    public static IReadOnlyList<NotModelled> All { get; } =
    [
        Value("quantization", "quantization other than dtype fp8") with { Aliases = ["q"] },
        Switch("enable-lora", "LoRA"),
        Value("lora-modules", "LoRA"),
        Size("pipeline-parallel-size", "pipeline parallelism", "1") with { Aliases = ["pp"] },
        Switch("enable-expert-parallel", "expert parallelism") with { Aliases = ["ep"] },
        Size("data-parallel-size", "data parallelism inside one server (start several with replicas)", "1") with { Aliases = ["dp"] },
        Size("decode-context-parallel-size", "context parallelism", "1") with { Aliases = ["dcp"] },
        Size("prefill-context-parallel-size", "context parallelism", "1") with { Aliases = ["pcp"] },
        Size("nnodes", "a server over several nodes", "1") with { Aliases = ["n"] },
        Value("speculative-config", "speculative decoding"),
        Value("speculative-model", "speculative decoding"),
        Size("num-speculative-tokens", "speculative decoding", "0"),
        Size("cpu-offload-gb", "offloading weights to the host", "0"),
        Size("kv-offloading-size", "offloading the KV cache", "0"),
        Value("kv-cache-memory-bytes", "a KV cache of given bytes (num-gpu-blocks-override gives its blocks)"),
        Value("kv-transfer-config", "moving the KV cache between servers"),
        Switch("enforce-eager", "execution without CUDA graphs"),
        Switch("disable-custom-all-reduce", "all-reduce without vLLM's own kernels"),
        Switch("async-scheduling", "asynchronous scheduling"),
        Switch("enable-dbo", "dual-batch overlap"),
    ];

    /// <summary>Other names, without dashes.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Whether it is on or off, so that its name alone means on.</summary>
    public bool IsSwitch { get; init; }

    /// <summary>All names.</summary>
    public IEnumerable<string> Names => [Name, .. Aliases];

    /// <summary>The option with this name or alias, or null.</summary>
    public static NotModelled? Find(string name) => All.FirstOrDefault(option => option.Names.Contains(name));

    /// <summary>Why a value cannot be; null where it asks for nothing.</summary>
    /// <param name="text">The value; null = explicitly none.</param>
    /// <param name="origin">Where it stands.</param>
    public string? Problem(string? text, string origin)
    {
        string value = text?.Trim() ?? "";
        bool asksForNothing = Neutral.Concat(s_noValue).Contains(value, StringComparer.OrdinalIgnoreCase)
            || (Quantity.TryParseNumber(value, out decimal number) && Neutral.Any(neutral => Quantity.TryParseNumber(neutral, out decimal same) && same == number));
        string instead = Name == "quantization" && value.Equals("fp8", StringComparison.OrdinalIgnoreCase)
            ? "but here fp8 weights are asked for with dtype fp8; allowed is none."
            : $"but {Feature} is not modelled; allowed is {Neutral[0]}.";
        return asksForNothing ? null : $"{Name} is {value} ({origin}), {instead}";
    }

    private static NotModelled Value(string name, string feature) => new(name, feature, None);

    private static NotModelled Size(string name, string feature, string neutral) => new(name, feature, neutral);

    private static NotModelled Switch(string name, string feature) => new(name, feature, s_off) { IsSwitch = true };
}
