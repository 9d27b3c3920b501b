namespace Emulator.Hardware;

/// <summary>
/// A textbook device: two efficiencies and a link say it all. In a device file it stands where the coefficients would:
/// <c>"coefficients": { "roofline": { "computeUtilization": 0.5, "bandwidthUtilization": 0.8, "linkLatencyMicroseconds": 1 } }</c>.
/// </summary>
/// <param name="ComputeUtilization">Share of the dense peak that compute-bound work reaches (MFU).</param>
/// <param name="BandwidthUtilization">Share of the memory bandwidth that memory-bound work reaches (MBU), at most 0.95.</param>
/// <param name="LinkLatencyMicroseconds">Latency of one hop between two GPUs.</param>
/// <remarks>
/// No fixed costs, and a sharp knee. The all-reduce is a ring: 2(p−1)·(α + n/(p·B)), a reduce-scatter and an all-gather
/// (Patarasuk and Yuan, JPDC 69, 2009). With p = 8, α = 1 µs and B = 450e9 bytes/s that is 14 µs and 3.889 µs per MB.
/// </remarks>
public sealed record Roofline(double ComputeUtilization, double BandwidthUtilization, double LinkLatencyMicroseconds = 0)
{
    /// <summary>High enough that the larger bound alone counts a few per cent off the knee.</summary>
    private const double SharpKnee = 20;

    private static readonly int[] RingSizes = [2, 4, 8];

    /// <summary>The same in the terms of a fitted set; without a <paramref name="link"/> it has no all-reduce.</summary>
    public CoefficientSet ToCoefficients(string name, Interconnect? link)
    {
        LinearCoefficients linear = new(0, BandwidthUtilization, ComputeUtilization, SharpKnee, 0);
        return new CoefficientSet
        {
            Name = name,
            LinearBf16 = linear,
            DecodeAttentionBf16 = new DecodeAttentionCoefficients(0, BandwidthUtilization, 0, SharpKnee),
            PrefillAttentionBf16 = new PrefillAttentionCoefficients(0, ComputeUtilization, BandwidthUtilization, 0, 0),
            Elementwise = new ElementwiseCoefficients(0, BandwidthUtilization),
            AllReduce = link is null ? new Dictionary<int, AllReduceCoefficients>() : RingSizes.ToDictionary(gpus => gpus, gpus => Ring(gpus, link)),
            Source = "a roofline from two efficiencies and a link",
        };
    }

    private AllReduceCoefficients Ring(int gpus, Interconnect link)
    {
        double hops = 2.0 * (gpus - 1);
        double secondsPerByte = hops / (gpus * link.BytesPerSecondPerDirection);
        return new AllReduceCoefficients(hops * LinkLatencyMicroseconds, secondsPerByte * 1e6 * 1e6, 0);
    }
}
