using Emulator.Scheduling.Policies;

namespace Emulator.Scheduling;

/// <summary>What shapes every step plan. Defaults are vLLM's.</summary>
public sealed record SchedulerOptions
{
    /// <summary>Most requests running at once; at least 1. vLLM: <c>max_num_seqs</c>.</summary>
    public int MaxNumSeqs { get; init; } = 256;

    /// <summary>Most tokens one step computes, decodes included; at least <see cref="MaxNumSeqs"/>. vLLM: <c>max_num_batched_tokens</c>.</summary>
    public int TokenBudget { get; init; } = 8_192;

    /// <summary>Token slots of a KV block; at least 1.</summary>
    public int BlockSize { get; init; } = 16;

    /// <summary>KV blocks including the null block, which is never handed out; at least 2. vLLM: <c>num_gpu_blocks</c>.</summary>
    public int NumGpuBlocks { get; init; } = 2;

    /// <summary>Whether a prompt may be cut over several steps.</summary>
    public bool ChunkedPrefill { get; init; } = true;

    /// <summary>Most tokens of one request in one step; 0 = no such limit. Needs <see cref="ChunkedPrefill"/>.</summary>
    public int LongPrefillThreshold { get; init; }

    /// <summary>Whether full blocks are found again by their content.</summary>
    public bool PrefixCaching { get; init; }

    /// <summary>Order of waiting, choice of victims: a name out of <see cref="PolicyCatalogue.All"/>.</summary>
    public string Policy { get; init; } = "fcfs";

    /// <summary>Admit a request only when all its known tokens fit in free blocks, not just its first chunk. vLLM: <c>scheduler_reserve_full_isl</c>.</summary>
    public bool ReserveFullPrompt { get; init; } = true;

    /// <summary>Free blocks that an admission must leave while others run. vLLM: ⌊watermark × num_gpu_blocks⌋.</summary>
    public int WatermarkBlocks { get; init; }

    /// <summary>Attention window of the model's windowed layers, in tokens; 0 = none. Only the step's totals depend on it, no decision does.</summary>
    public int AttentionWindow { get; init; }

    /// <summary>All violations, each a sentence that names the option, its value and what is allowed.</summary>
    public IEnumerable<string> Problems()
    {
        if (MaxNumSeqs < 1)
        {
            yield return $"max-num-seqs is {MaxNumSeqs}; allowed are 1 and more.";
        }

        if (TokenBudget < MaxNumSeqs)
        {
            yield return $"max-num-batched-tokens is {TokenBudget}, below max-num-seqs ({MaxNumSeqs}); allowed are {MaxNumSeqs} and more.";
        }

        if (BlockSize < 1)
        {
            yield return $"block-size is {BlockSize}; allowed are 1 and more.";
        }

        if (NumGpuBlocks < 2)
        {
            yield return $"num-gpu-blocks is {NumGpuBlocks}; allowed are 2 and more, since one block is never handed out.";
        }

        if (LongPrefillThreshold < 0 || (LongPrefillThreshold > 0 && !ChunkedPrefill))
        {
            yield return ChunkedPrefill
                ? $"long-prefill-token-threshold is {LongPrefillThreshold}; allowed are 0 (off) and more."
                : $"long-prefill-token-threshold is {LongPrefillThreshold} while chunked prefill is off; allowed is 0, or enable chunked prefill.";
        }

        if (PolicyCatalogue.Find(Policy) != Policy)
        {
            yield return $"scheduling-policy is '{Policy}'; allowed are {string.Join(", ", PolicyCatalogue.All.Select(policy => policy.Name))}.";
        }

        if (WatermarkBlocks < 0)
        {
            yield return $"watermark is {WatermarkBlocks} blocks; allowed are 0 and more.";
        }
    }
}
