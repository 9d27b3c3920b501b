using static Emulator.Configuration.VllmFlags.FlagArity;
using static Emulator.Configuration.VllmFlags.VllmFlag;

namespace Emulator.Configuration.VllmFlags;

/// <summary>What is served.</summary>
internal static class ModelFlags
{
    public static IReadOnlyList<VllmFlag> All { get; } =
    [
        Modelled("model"),
        Modelled("served-model-name"),
        Modelled("dtype"),
        Modelled("seed"),
        Modelled("max-model-len"),
        Modelled("max-logprobs"),
        NotModelled("runner", "a model that does not generate", "auto", "generate"),
        NotModelled("convert", "a model that does not generate", "auto", "none"),
        NotModelled("pooler-config", "a model that does not generate"),
        NotModelled("io-processor-plugin", "a model that does not generate"),
        NotModelled("diffusion-config", "a model that does not generate token by token") with { ShortNames = ["dc"] },
        NotModelled("hf-config-path", "a configuration apart from its model (model takes the path of a config.json)"),
        NotModelled("hf-overrides", "a model changed by hand (model takes the path of a config.json)") with { TakesEmpty = true },
        NotModelled("model-class-overrides", "a model class of one's own") with { TakesEmpty = true },
        NotModelled("model-impl", "another implementation of the model", "auto", "vllm"),
        NotModelled("quantization", "quantization other than dtype fp8") with { ShortNames = ["q"] },
        NotModelled("quantization-config", "quantization other than dtype fp8"),
        NotModelled("logits-processors", "logits processors of one's own") with { Arity = Several, TakesEmpty = true },
        NotModelledSwitch("enforce-eager", "execution without CUDA graphs"),
        NotModelledSwitch("disable-sliding-window", "a windowed model without its window"),
        NotModelledSwitch("enable-trace-replay", "trace replay"),
        .. Harmless(Switch, "only matters with a quantization", "allow-deprecated-quantization"),
        .. Harmless(Switch, "common prefixes are not computed together anyway", "disable-cascade-attn"),
        .. Harmless(Value, "nothing is fetched", "revision", "code-revision", "config-format"),
        .. Harmless(AtMostOne, "nothing is fetched", "hf-token"),
        .. Harmless(Switch, "nothing is fetched", "trust-remote-code"),
        .. Harmless(Value, "prompts are counted by the emulator's own tokenizer and template", "tokenizer", "tokenizer-mode", "tokenizer-revision", "renderer-num-workers"),
        .. Harmless(Switch, "prompts are counted by the emulator's own tokenizer and template", "skip-tokenizer-init"),
        .. Harmless(Value, "replies and their lengths are drawn or given, not sampled", "generation-config", "override-generation-config", "logprobs-mode"),
        .. Harmless(Switch, "replies and their lengths are drawn or given, not sampled", "use-fp64-gumbel", "return-sampling-mask", "enable-return-routed-experts"),
        .. Harmless(Switch, "prompts are text or tokens, prompt_embeds are refused either way", "enable-prompt-embeds"),
        .. Harmless(Switch, "there is no device memory to give back", "enable-sleep-mode", "enable-cumem-allocator", "enable-nccl-comm-suspend"),
        .. Harmless(Value, "replies are made, not parsed", "reasoning-parser", "reasoning-parser-plugin", "reasoning-config", "structured-outputs-config"),
        NotModelled("watermark-config", "a watermark in the text"),
    ];
}
