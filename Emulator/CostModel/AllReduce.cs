using Emulator.Hardware;

namespace Emulator.CostModel;

/// <summary>One sum over all GPUs of a tensor-parallel group, every GPU receiving the result.</summary>
/// <remarks>
/// R(bytes) = a + B·x + g·√x, x = bytes/1e6/linkScale, with a in µs, B in µs/MB, g in µs/√MB: latency, bandwidth, and one smooth
/// crossover between the one-shot, two-shot and ring kernels in between. H100-SXM at tp 8, 1 MiB: 14.751 µs; A100-SXM at tp 2, 64 KiB:
/// 5.3756 µs. Each layer has two (Shoeybi et al., Megatron-LM, 2019): after the attention's output and after the feed-forward's.
/// </remarks>
internal sealed class AllReduce
{
    private readonly AllReduceCoefficients? _coefficients;
    private readonly double _megabytesPerByte;

    /// <summary>Over <paramref name="gpus"/> GPUs of one node.</summary>
    /// <exception cref="InvalidConfigurationException">The GPU has no link, or nobody measured this many: nothing is made up.</exception>
    public AllReduce(Gpu gpu, int gpus)
    {
        if (Problem(gpu, gpus) is { } problem)
        {
            throw new InvalidConfigurationException(problem);
        }

        if (gpus > 1)
        {
            _coefficients = gpu.Coefficients.AllReduce[gpus];
            _megabytesPerByte = 1e-6 / gpu.Interconnect!.LinkScale;
        }
    }

    /// <summary>Why no all-reduce over this many GPUs can be priced; null if it can.</summary>
    public static string? Problem(Gpu gpu, int gpus)
    {
        if (gpus == 1)
        {
            return null;
        }

        if (gpu.Interconnect is null)
        {
            return $"tensor-parallel-size is {gpus}, but {gpu.Name} has no interconnect in its catalogue entry, so its all-reduce cannot be priced; allowed is 1, or an entry with a link.";
        }

        return gpu.Coefficients.AllReduce.ContainsKey(gpus)
            ? null
            : $"tensor-parallel-size is {gpus}, but {gpu.Name} has all-reduce coefficients only for {Sizes(gpu)}; allowed are 1 and these, nothing is extrapolated.";
    }

    /// <summary>Microseconds of one all-reduce of <paramref name="bytes"/>; 0 on one GPU.</summary>
    public double Microseconds(double bytes) => Cost(bytes).Microseconds;

    /// <summary>One all-reduce of <paramref name="bytes"/>; nothing on one GPU.</summary>
    public OperationCost Cost(double bytes)
    {
        if (_coefficients is null)
        {
            return default;
        }

        double megabytes = bytes * _megabytesPerByte;
        double link = (_coefficients.MicrosecondsPerMegabyte * megabytes) + (_coefficients.MicrosecondsPerRootMegabyte * Math.Sqrt(megabytes));
        return new OperationCost(_coefficients.FixedMicroseconds + link, Flops: 0, bytes)
        {
            LatencyMicroseconds = _coefficients.FixedMicroseconds,
            LinkMicroseconds = link,
        };
    }

    private static string Sizes(Gpu gpu) =>
        gpu.Coefficients.AllReduce.Count == 0 ? "no size" : string.Join(", ", gpu.Coefficients.AllReduce.Keys.Order());
}
