using Emulator.Hardware;
using Emulator.Models;

namespace Emulator.CostModel;

/// <summary>The token budget by the heuristic of the study this project grew out of: history, kept to repeat its results, not physics.</summary>
/// <remarks>
/// memory = ⌊√(0.1·(M − 2P/t)/(4h))⌋, bandwidth = ⌊B·0.05/(4·h·L)⌋, compute = ⌊F·0.05/(2P/t)⌋ (50 ms),
/// budget = clamp(⌊min(memory, bandwidth, compute)·min(√t, 4)⌋, 2048, 32768), with M bytes of memory, B bytes/s, F bf16 FLOP/s, P
/// parameters, hidden size h, L layers, t GPUs. GH200-576, Llama-3.1-70B, t = 8: memory = 1,305 is the least, 1,305·√8 = 3,691.
/// </remarks>
public static class StudyTokenBudget
{
    private const double TargetSeconds = 0.05;
    private const int Smallest = 2_048;
    private const int Largest = 32_768;

    /// <summary>Tokens a step may compute.</summary>
    public static int For(Gpu gpu, Transformer model, int tensorParallelSize)
    {
        ArgumentNullException.ThrowIfNull(gpu);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfLessThan(tensorParallelSize, 1);
        double weightBytes = 2.0 * model.Parameters / tensorParallelSize;
        double free = Math.Max(0, gpu.MemoryBytes - weightBytes);
        double memory = Math.Floor(Math.Sqrt(0.1 * free / (4.0 * model.HiddenSize)));
        double bandwidth = Math.Floor(gpu.BytesPerSecond * TargetSeconds / (4.0 * model.HiddenSize * model.Layers));
        double compute = Math.Floor(gpu.PeakBf16FlopsPerSecond * TargetSeconds / weightBytes);
        double least = Math.Min(memory, Math.Min(bandwidth, compute));
        return (int)Math.Clamp(Math.Floor(least * Math.Min(Math.Sqrt(tensorParallelSize), 4)), Smallest, Largest);
    }
}
