namespace Emulator.CostModel;

/// <summary>What the memory plan of a deployment depends on beside device, model and number formats.</summary>
public sealed record MemoryPlanOptions
{
    /// <summary>Share of all the device's memory that this instance may use for everything, above 0 and at most 1. Default 0.9.</summary>
    public double GpuMemoryUtilization { get; init; } = 0.9;

    /// <summary>Most tokens that one step computes: sizes the activations.</summary>
    public required int TokenBudget { get; init; }

    /// <summary>Most sequences that run at once: sizes the sampler's logits.</summary>
    public required int MaxNumSeqs { get; init; }

    /// <summary>Tokens in a block of the KV cache. Default 16.</summary>
    public int BlockSize { get; init; } = 16;

    /// <summary>The longest sequence, prompt and output together, that must fit alone; null = the model's context.</summary>
    public int? MaxModelLength { get; init; }

    internal IEnumerable<string> Problems()
    {
        if (!(GpuMemoryUtilization is > 0 and <= 1))
        {
            yield return FormattableString.Invariant($"gpu-memory-utilization is {GpuMemoryUtilization}; allowed is more than 0, at most 1.");
        }

        (string Option, int Value)[] positive =
            [("max-num-batched-tokens", TokenBudget), ("max-num-seqs", MaxNumSeqs), ("block-size", BlockSize), ("max-model-len", MaxModelLength ?? 1)];
        foreach ((string option, int value) in positive.Where(option => option.Value < 1))
        {
            yield return $"{option} is {value}; allowed is 1 and more.";
        }
    }
}
