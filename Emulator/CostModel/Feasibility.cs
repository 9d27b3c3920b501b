using System.Globalization;
using Emulator.Hardware;
using Emulator.Models;

namespace Emulator.CostModel;

/// <summary>What must hold before a model can be priced on some GPUs. Each broken rule is a sentence with both numbers.</summary>
internal static class Feasibility
{
    /// <summary>Throws all problems at once.</summary>
    /// <exception cref="InvalidConfigurationException">Some rule is broken.</exception>
    public static void Check(Gpu gpu, Transformer model, int tensorParallelSize, Precision precision)
    {
        string problems = string.Join(" ", Problems(gpu, model, tensorParallelSize, precision));
        if (problems.Length > 0)
        {
            throw new InvalidConfigurationException(problems);
        }
    }

    /// <summary>Every broken rule.</summary>
    public static IEnumerable<string> Problems(Gpu gpu, Transformer model, int tensorParallelSize, Precision precision) =>
        tensorParallelSize < 1
            ? [$"tensor-parallel-size is {tensorParallelSize}; allowed is 1 and more."]
            : SplitProblems(gpu, model, tensorParallelSize).Concat(PrecisionProblems(gpu, model, precision));

    /// <summary>Tensor-parallel sizes that can be priced, ascending.</summary>
    public static IEnumerable<int> TensorParallelSizes(Gpu gpu, Transformer model, Precision precision) =>
        gpu.Coefficients.AllReduce.Keys.Prepend(1).Distinct().Order().Where(size => !Problems(gpu, model, size, precision).Any());

    // A size that splits nothing is told once, by the first thing that it does not split, with the sizes that would do.
    private static IEnumerable<string> SplitProblems(Gpu gpu, Transformer model, int tensorParallelSize)
    {
        if (model.HeadDim <= 0)
        {
            yield return $"{model.Name} has a head dimension of {model.HeadDim}; allowed is 1 and more.";
        }

        if (ShapeProblem(model, tensorParallelSize) is { } misfit)
        {
            IEnumerable<int> sizes = gpu.Coefficients.AllReduce.Keys.Prepend(1).Distinct().Order()
                .Where(size => ShapeProblem(model, size) is null && AllReduce.Problem(gpu, size) is null);
            yield return $"tensor-parallel-size is {tensorParallelSize}, {misfit}; allowed are {string.Join(", ", sizes)}.";
        }
        else if (AllReduce.Problem(gpu, tensorParallelSize) is { } problem)
        {
            yield return problem;
        }
    }

    private static string? ShapeProblem(Transformer model, int tensorParallelSize) =>
        model.QueryHeads % tensorParallelSize != 0 ? $"which does not divide the {model.QueryHeads} attention heads of {model.Name}"
        : model.KvHeads % tensorParallelSize != 0 && tensorParallelSize % model.KvHeads != 0
            ? $"which neither divides the {model.KvHeads} KV heads of {model.Name} nor is a multiple of them"
        : model.FeedForwardSize % tensorParallelSize != 0 ? $"which does not divide the feed-forward width {model.FeedForwardSize} of {model.Name}"
        : null;

    private static IEnumerable<string> PrecisionProblems(Gpu gpu, Transformer model, Precision precision)
    {
        CoefficientSet set = gpu.Coefficients;
        bool fp8 = precision.Weights == WeightType.Fp8;
        if (fp8 && gpu.PeakFp8FlopsPerSecond is null)
        {
            yield return $"dtype is fp8, but {gpu.Name} has no fp8 units; allowed are auto, bfloat16 and float16.";
        }
        else if (fp8 && set.LinearFp8 is null)
        {
            yield return $"dtype is fp8, but the coefficients of {gpu.Name} have none for fp8; allowed are auto, bfloat16 and float16.";
        }

        if (fp8 && model.ExpertBits is { } bits)
        {
            yield return $"dtype is fp8, but {model.Name} keeps its experts in {bits.ToString(CultureInfo.InvariantCulture)} bits and all else in bf16; allowed are auto, bfloat16 and mxfp4.";
        }

        if (precision.Weights == WeightType.Mxfp4 && model.ExpertBits is null)
        {
            yield return $"dtype is mxfp4, but {model.Name} has no experts in that format; allowed are auto, bfloat16, float16 and fp8.";
        }

        if (precision.KvCache == KvCacheType.Fp8 && (set.DecodeAttentionFp8 is null || set.PrefillAttentionFp8 is null))
        {
            yield return $"kv-cache-dtype is fp8, but the coefficients of {gpu.Name} have none for an fp8 KV cache; allowed are auto, bfloat16 and float16.";
        }

        if (model.IsMixtureOfExperts && (fp8 ? set.MixtureOfExpertsFp8 : set.MixtureOfExpertsBf16) is null)
        {
            yield return $"{model.Name} is a mixture of {model.Experts} experts, but the coefficients of {gpu.Name} have none for experts in {(fp8 ? "fp8" : "bf16")}.";
        }
    }
}
