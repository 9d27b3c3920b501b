using Emulator.Hardware;
using Emulator.Models;

namespace Emulator.CostModel;

/// <summary>How one GPU's memory is divided. What weights, activations and runtime leave of the share it may use becomes KV cache blocks.</summary>
/// <param name="UsableBytes">Memory × utilisation.</param>
/// <param name="WeightBytes">This GPU's part of the weights, with replicated KV heads.</param>
/// <param name="ActivationBytes">Live activations of the largest step, and the sampler's logits.</param>
/// <param name="RuntimeBytes">CUDA context, graphs, communicator. Uncalibrated: ± 1 GiB.</param>
/// <param name="KvBytesPerToken">KV cache of one token on this GPU, all layers.</param>
/// <param name="BlockSize">Tokens in a block.</param>
/// <param name="Blocks">Blocks that sequences can use; a scheduler that counts a null block has one more. 0 and less: it does not fit.</param>
public sealed record MemoryPlan(
    double UsableBytes,
    double WeightBytes,
    double ActivationBytes,
    double RuntimeBytes,
    long KvBytesPerToken,
    int BlockSize,
    long Blocks)
{
    private const double Gibibyte = 1L << 30;
    private const double RuntimeOfOneGpu = 0.75 * Gibibyte;
    private const double RuntimeOfCommunicator = 0.4 * Gibibyte;

    /// <summary>Tokens that the KV cache holds.</summary>
    public long KvTokens => Blocks * BlockSize;

    /// <summary>Whether a sequence of so many tokens fits alone.</summary>
    public bool Holds(int tokens) => Blocks > 0 && KvTokens >= tokens;

    /// <summary>Bytes that are wanted for anything but the KV cache beyond what may be used, 0 if none.</summary>
    public double MissingBytes => Math.Max(0, WeightBytes + ActivationBytes + RuntimeBytes - UsableBytes);

    /// <summary>The plan of a deployment in which the longest sequence fits.</summary>
    /// <exception cref="InvalidConfigurationException">A rule is broken, nothing is left for the KV cache, or less than the longest sequence needs.</exception>
    public static MemoryPlan For(Gpu gpu, Transformer model, int tensorParallelSize, Precision precision, MemoryPlanOptions options)
    {
        ArgumentNullException.ThrowIfNull(gpu);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        string problems = string.Join(" ", Problems(gpu, model, tensorParallelSize, precision, options));
        if (problems.Length > 0)
        {
            throw new InvalidConfigurationException(problems);
        }

        MemoryPlan plan = Compute(gpu, model, tensorParallelSize, precision, options);
        return MemoryShortage.Of(plan, gpu, model, tensorParallelSize, precision, options) is { } shortage
            ? throw new InvalidConfigurationException(shortage)
            : plan;
    }

    /// <summary>What must be right before there can be a plan, fitting or not; each broken rule is a sentence.</summary>
    internal static IEnumerable<string> Problems(Gpu gpu, Transformer model, int tensorParallelSize, Precision precision, MemoryPlanOptions options) =>
        [.. Feasibility.Problems(gpu, model, tensorParallelSize, precision), .. options.Problems(), .. LengthProblems(model, options)];

    /// <summary>The plan as the formulas have it, fitting or not.</summary>
    /// <remarks>
    /// weights = (embedding and head at 2 bytes + the rest at b + replicated K and V projections at b)/tp; experts that ship narrower take
    /// their bits. activations = budget·2·(4h + max(2·qd + 2·kd, 3·f'·max(1, k))) + maxNumSeqs·V·6. KV per token = 2·L·kd·c. Llama-3-70B in
    /// bf16 on 8 H100-SXM, budget 8,192, 256 sequences: 17.6384e9, 0.910033e9, 1.23480e9 and 40,960 bytes: 86,450 blocks of 16.
    /// </remarks>
    internal static MemoryPlan Compute(Gpu gpu, Transformer model, int tensorParallelSize, Precision precision, MemoryPlanOptions options)
    {
        Shard shard = Shard.Of(model, tensorParallelSize);
        double usable = gpu.MemoryBytes * options.GpuMemoryUtilization;
        double weights = Weights(model, shard, precision);
        int widestBlock = Math.Max((2 * shard.QueryWidth) + (2 * shard.KvWidth), 3 * shard.FeedForwardSize * Math.Max(1, model.ExpertsPerToken));
        double activations = (options.TokenBudget * 2.0 * ((4.0 * model.HiddenSize) + widestBlock)) + (6.0 * options.MaxNumSeqs * model.VocabularySize);
        double runtime = RuntimeOfOneGpu + (tensorParallelSize > 1 ? RuntimeOfCommunicator : 0);
        long kvBytesPerToken = 2L * model.Layers * shard.KvWidth * precision.KvBytes;
        double left = usable - weights - activations - runtime;
        long blocks = (long)Math.Floor(left / ((double)options.BlockSize * kvBytesPerToken));
        return new MemoryPlan(usable, weights, activations, runtime, kvBytesPerToken, options.BlockSize, blocks);
    }

    private static double Weights(Transformer model, Shard shard, Precision precision)
    {
        double replicated = 2.0 * model.Layers * model.HiddenSize * model.HeadDim * ((shard.TensorParallelSize * shard.KvHeads) - model.KvHeads);
        double narrow = model.ExpertBits is null ? 0 : model.ExpertParameters;
        double rest = model.Parameters - model.EmbeddingParameters - narrow + replicated;
        double bytes = (2.0 * model.EmbeddingParameters) + (rest * precision.WeightBytes) + (narrow * (model.ExpertBits ?? 0) / 8);
        return bytes / shard.TensorParallelSize;
    }

    private static IEnumerable<string> LengthProblems(Transformer model, MemoryPlanOptions options) => options.MaxModelLength > model.MaxContext
        ? [$"max-model-len is {options.MaxModelLength}, above the {model.MaxContext} tokens of context that {model.Name} was made for."]
        : [];
}
