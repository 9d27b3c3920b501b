using static Emulator.Configuration.VllmFlags.VllmFlag;

namespace Emulator.Configuration.VllmFlags;

/// <summary>Flags that many a script still gives and that vLLM refuses by now: here they fail before production does.</summary>
internal static class RetiredFlags
{
    public static IReadOnlyList<VllmFlag> All { get; } =
    [
        Retired("disable-log-requests", "requests are logged only with enable-log-requests", FlagArity.Switch),
        Retired("disable-frontend-multiprocessing", "the server is always a process of its own", FlagArity.Switch),
        Retired("task", "runner and convert took its place"),
        Retired("swap-space", "preempted requests are computed again"),
        Retired("preemption-mode", "preempted requests are computed again"),
        Retired("device", "the device is found out"),
        Retired("use-v2-block-manager", "there is one block manager", FlagArity.Switch),
        Retired("num-scheduler-steps", "each step is scheduled by itself"),
        Retired("multi-step-stream-outputs", "each step is scheduled by itself", FlagArity.Switch),
        Retired("num-lookahead-slots", "speculative-config took its place"),
        Retired("scheduler-delay-factor", "prompts wait for nothing but room"),
        Retired("max-num-partial-prefills", "long-prefill-token-threshold took its place"),
        Retired("max-long-partial-prefills", "long-prefill-token-threshold took its place"),
        Retired("max-seq-len-to-capture", "max-cudagraph-capture-size took its place"),
        Retired("cuda-graph-sizes", "cudagraph-capture-sizes took its place", FlagArity.Several),
        Retired("disable-async-output-proc", "output is always processed beside the next step", FlagArity.Switch),
        Retired("guided-decoding-backend", "structured-outputs-config took its place"),
        Retired("enable-reasoning", "reasoning-parser alone is enough", FlagArity.Switch),
        Retired("rope-scaling", "hf-overrides took its place"),
        Retired("rope-theta", "hf-overrides took its place"),
        Retired("override-pooler-config", "pooler-config took its place"),
        Retired("override-neuron-config", "additional-config took its place"),
        Retired("enable-prompt-adapter", "there are no prompt adapters any more", FlagArity.Switch),
        Retired("lora-extra-vocab-size", "adapters cannot add to the vocabulary"),
        Retired("tokenizer-pool-size", "renderer-num-workers took its place"),
        Retired("speculative-model", "speculative-config took its place"),
        Retired("num-speculative-tokens", "speculative-config took its place"),
        Retired("calculate-kv-scales", "scales come from the checkpoint", FlagArity.Switch),
    ];
}
