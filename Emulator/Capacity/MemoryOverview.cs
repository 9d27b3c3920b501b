using Emulator.Configuration;
using Emulator.CostModel;

namespace Emulator.Capacity;

/// <summary>How a deployment's memory is divided, whether what was asked for fits, and what other degrees of parallelism and formats would give.</summary>
/// <param name="Deployment">What was asked for.</param>
/// <param name="Plan">The memory of one of its GPUs, as the engine has it.</param>
/// <param name="Shortage">Why it does not fit, and what would help; null if it fits.</param>
/// <param name="Sizes">Every tensor-parallel size that can be priced.</param>
internal sealed record MemoryOverview(Deployment Deployment, MemoryPlan Plan, string? Shortage, IReadOnlyList<SizePlan> Sizes)
{
    /// <summary>Blocks that requests can use: those that memory allows, unless the options say otherwise.</summary>
    public long Blocks => Deployment.Options.NumGpuBlocksOverride is { } given ? given - 1 : Math.Max(0, Plan.Blocks);

    /// <summary>The overview of a deployment.</summary>
    /// <exception cref="InvalidConfigurationException">It cannot be: a size that does not divide, a format that the device lacks.</exception>
    public static MemoryOverview Of(Deployment deployment)
    {
        string problems = string.Join(" ", MemoryPlan.Problems(deployment.Gpu, deployment.Model, deployment.TensorParallelSize, deployment.Precision, deployment.Memory));
        if (problems.Length > 0)
        {
            throw new InvalidConfigurationException(problems);
        }

        MemoryPlan plan = SizePlan.Compute(deployment, deployment.TensorParallelSize, deployment.Precision);
        string? shortage = MemoryShortage.Of(plan, deployment.Gpu, deployment.Model, deployment.TensorParallelSize, deployment.Precision, deployment.Memory);
        IEnumerable<int> sizes = Feasibility.TensorParallelSizes(deployment.Gpu, deployment.Model, deployment.Precision);
        return new MemoryOverview(deployment, plan, shortage, [.. sizes.Select(size => SizePlan.Of(deployment, size))]);
    }
}
