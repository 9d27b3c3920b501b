using Emulator.Configuration;
using Emulator.CostModel;

namespace Emulator.Capacity;

/// <summary>What one tensor-parallel size would give, in the formats that were asked for and in narrower ones.</summary>
/// <param name="TensorParallelSize">GPUs that share the model.</param>
/// <param name="Plan">The memory of one of them.</param>
/// <param name="Fits">Whether the longest sequence fits.</param>
/// <param name="TokensWithFp8Kv">Tokens that an fp8 KV cache would hold; null where the device has none.</param>
/// <param name="TokensWithFp8Weights">Tokens beside fp8 weights; null where device or model have none.</param>
/// <param name="TokensWithFp8">Tokens with both.</param>
internal sealed record SizePlan(int TensorParallelSize, MemoryPlan Plan, bool Fits, long? TokensWithFp8Kv, long? TokensWithFp8Weights, long? TokensWithFp8)
{
    /// <summary>The plan of one size.</summary>
    public static SizePlan Of(Deployment deployment, int size)
    {
        Precision asked = deployment.Precision;
        MemoryPlan plan = Compute(deployment, size, asked);
        return new SizePlan(
            size,
            plan,
            plan.Holds(deployment.MaxModelLength),
            Tokens(asked with { KvCache = KvCacheType.Fp8 }),
            Tokens(asked with { Weights = WeightType.Fp8 }),
            Tokens(new Precision(WeightType.Fp8, KvCacheType.Fp8)));

        long? Tokens(Precision precision) => Feasibility.Problems(deployment.Gpu, deployment.Model, size, precision).Any()
            ? null
            : Math.Max(0, Compute(deployment, size, precision).KvTokens);
    }

    /// <summary>The memory of one GPU at a size, with the budget that the size comes to.</summary>
    public static MemoryPlan Compute(Deployment deployment, int size, Precision precision)
    {
        Deployment sized = size == deployment.TensorParallelSize ? deployment : Deployment.From(deployment.Options with { TensorParallelSize = size });
        return MemoryPlan.Compute(deployment.Gpu, deployment.Model, size, precision, sized.Memory);
    }
}
