using System.Globalization;
using Emulator.Hardware;
using Emulator.Models;

namespace Emulator.CostModel;

/// <summary>Says what a memory plan lacks, and what would help. A deployment never starts with less than was asked for.</summary>
internal static class MemoryShortage
{
    /// <summary>The sentence for the user; null if the plan holds the longest sequence.</summary>
    public static string? Of(MemoryPlan plan, Gpu gpu, Transformer model, int tensorParallelSize, Precision precision, MemoryPlanOptions options)
    {
        int maxModelLength = options.MaxModelLength ?? model.MaxContext;
        if (plan.Holds(maxModelLength))
        {
            return null;
        }

        // Bigger groups only: a smaller one has less memory in all.
        int smallest = Feasibility.TensorParallelSizes(gpu, model, precision)
            .Where(size => size > tensorParallelSize)
            .FirstOrDefault(size => MemoryPlan.Compute(gpu, model, size, precision, options).Holds(maxModelLength));
        string advice = smallest == 0
            ? "no larger tensor-parallel-size that can be priced fits either"
            : $"the smallest tensor-parallel-size that fits is {smallest}";
        if (Narrower(precision).FirstOrDefault(format => !Feasibility.Problems(gpu, model, tensorParallelSize, format.Precision).Any()
            && MemoryPlan.Compute(gpu, model, tensorParallelSize, format.Precision, options).Holds(maxModelLength)) is { Options: { } formats })
        {
            advice += $", and at {tensorParallelSize} it fits with {formats}";
        }

        return plan.Blocks <= 0 ? NoBlocks(plan, model, tensorParallelSize, gpu, advice) : TooLong(plan, maxModelLength, advice, Fp8Helps(gpu, precision));
    }

    /// <summary>The same deployment in narrower formats, the mildest change first.</summary>
    private static IEnumerable<(string? Options, Precision Precision)> Narrower(Precision precision) => new (string? Options, Precision Precision)[]
    {
        ("kv-cache-dtype fp8", precision with { KvCache = KvCacheType.Fp8 }),
        ("dtype fp8", precision with { Weights = WeightType.Fp8 }),
        ("dtype fp8 and kv-cache-dtype fp8", new Precision(WeightType.Fp8, KvCacheType.Fp8)),
    }.Where(format => format.Precision != precision);

    private static bool Fp8Helps(Gpu gpu, Precision precision) =>
        precision.KvBytes > 1 && gpu.Coefficients.DecodeAttentionFp8 is not null && gpu.Coefficients.PrefillAttentionFp8 is not null;

    private static string NoBlocks(MemoryPlan plan, Transformer model, int tensorParallelSize, Gpu gpu, string advice)
    {
        double blockBytes = (double)plan.BlockSize * plan.KvBytesPerToken;
        string missing = plan.MissingBytes > 0
            ? $"{Bytes(plan.MissingBytes)} are missing"
            : $"what is left is less than the {Bytes(blockBytes)} of one block";
        return $"no memory for KV cache blocks: {model.Name} at tensor-parallel-size {tensorParallelSize} takes {Bytes(plan.WeightBytes)} for weights, "
            + $"{Bytes(plan.ActivationBytes)} for activations and {Bytes(plan.RuntimeBytes)} for the runtime of the {Bytes(plan.UsableBytes)} usable on {gpu.Name}; {missing}; {advice}.";
    }

    private static string TooLong(MemoryPlan plan, int maxModelLength, string advice, bool fp8Helps) =>
        $"max model length {maxModelLength} is larger than the KV cache's {plan.KvTokens} tokens; the largest length that fits is {plan.KvTokens}, and {advice}"
        + (fp8Helps ? "; kv-cache-dtype fp8 would halve the bytes of each token." : ".");

    private static string Bytes(double bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0###}e9 bytes");
}
