using System.Globalization;
using Emulator.CostModel;
using Emulator.Hardware;
using Emulator.Scheduling;

namespace LoadGen.Fidelity;

/// <summary>vLLM's API server with its defaults: sources say no more than its name.</summary>
/// <remarks>
/// Token budget and most requests at once by device, as <c>EngineArgs.get_batch_defaults</c> has them (vllm-project/vllm, <c>vllm/engine/arg_utils.py</c>,
/// V1 engine): 8,192 and 1,024 with 70 GiB of memory and more, 2,048 and 256 with less, and on A100. 0.9 of the memory, blocks of 16 tokens.
/// Prompts of benchmarks share no prefix, so that prefix caching would find nothing.
/// </remarks>
internal static class VllmSettings
{
    private const double LargeMemoryBytes = 70.0 * (1L << 30);
    private const double MemoryUtilization = 0.9;
    private const int BlockSize = 16;

    /// <summary>The settings for <paramref name="deployment"/>.</summary>
    /// <exception cref="Emulator.InvalidConfigurationException">The model does not fit.</exception>
    public static EngineSettings For(Deployment deployment)
    {
        bool large = deployment.Gpu.MemoryBytes >= LargeMemoryBytes && !deployment.Gpu.Name.StartsWith("A100", StringComparison.OrdinalIgnoreCase);
        (int budget, int sequences) = large ? (8_192, 1_024) : (2_048, 256);
        MemoryPlan memory = MemoryPlan.For(deployment.Gpu, deployment.Model, deployment.TensorParallelSize, deployment.Precision, new MemoryPlanOptions
        {
            GpuMemoryUtilization = MemoryUtilization,
            TokenBudget = budget,
            MaxNumSeqs = sequences,
            BlockSize = BlockSize,
            MaxModelLength = deployment.SequenceTokens,
        });
        return new EngineSettings(
            new SchedulerOptions
            {
                TokenBudget = budget,
                MaxNumSeqs = sequences,
                BlockSize = BlockSize,
                NumGpuBlocks = checked((int)memory.Blocks + 1),
                AttentionWindow = deployment.Model.SlidingWindow ?? 0,
            },
            HostOverhead.Fitted,
            [string.Create(CultureInfo.InvariantCulture, $"vLLM's defaults: budget {budget}, {sequences} requests, 0.9 of memory")]);
    }
}
