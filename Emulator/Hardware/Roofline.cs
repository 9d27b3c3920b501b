namespace Emulator.Hardware;

/// <summary>
/// A textbook device: two efficiencies and a link say it all. In a device file it stands where the coefficients would:
/// <c>"coefficients": { "roofline": { "computeUtilization": 0.5, "bandwidthUtilization": 0.8, "linkLatencyMicroseconds": 1 } }</c>.
/// </summary>
/// <param name="ComputeUtilization">Share of the dense peak that compute-bound work reaches, above 0 and at most 0.95 (MFU).</param>
/// <param name="BandwidthUtilization">Share of the memory bandwidth that memory-bound work reaches, above 0 and at most 0.95 (MBU).</param>
/// <param name="LinkLatencyMicroseconds">Latency of one hop between two GPUs, 0 and more.</param>
/// <remarks>
/// No fixed costs, and a sharp knee. The all-reduce is a ring: 2(p−1)·(α + n/(p·B)), a reduce-scatter and an all-gather
/// (Patarasuk and Yuan, JPDC 69, 2009). With p = 8, α = 1 µs and B = 450e9 bytes/s that is 14 µs and 3.889 µs per MB. Experts are routed
/// uniformly and independently, and sorting their tokens is free. A device with fp8 units reaches the same shares of its fp8 peak, and
/// keeps an fp8 KV cache; one without has neither.
/// </remarks>
public sealed record Roofline(double ComputeUtilization, double BandwidthUtilization, double LinkLatencyMicroseconds = 0)
{
    /// <summary>High enough that the larger bound alone counts a few per cent off the knee.</summary>
    private const double SharpKnee = 20;

    private static readonly int[] RingSizes = [2, 4, 8];

    /// <summary>The same in the terms of a fitted set.</summary>
    /// <param name="name">The device's name.</param>
    /// <param name="link">Its link; without one there is no all-reduce, and tensor parallelism is an error.</param>
    /// <param name="hasFp8Units">Whether its datasheet has an fp8 peak.</param>
    public CoefficientSet ToCoefficients(string name, Interconnect? link, bool hasFp8Units)
    {
        LinearCoefficients linear = new(0, BandwidthUtilization, ComputeUtilization, SharpKnee, 0);
        DecodeAttentionCoefficients decodeAttention = new(0, BandwidthUtilization, 0, SharpKnee);
        PrefillAttentionCoefficients prefillAttention = new(0, ComputeUtilization, BandwidthUtilization, 0, 0);
        MixtureOfExpertsCoefficients experts = new(0, BandwidthUtilization, ComputeUtilization, SharpKnee, ShuffleFactor: 0, RoutingSpread: 1);
        return new CoefficientSet
        {
            Name = name,
            LinearBf16 = linear,
            LinearFp8 = hasFp8Units ? linear : null,
            DecodeAttentionBf16 = decodeAttention,
            DecodeAttentionFp8 = hasFp8Units ? decodeAttention : null,
            PrefillAttentionBf16 = prefillAttention,
            PrefillAttentionFp8 = hasFp8Units ? prefillAttention : null,
            MixtureOfExpertsBf16 = experts,
            MixtureOfExpertsFp8 = hasFp8Units ? experts : null,
            Elementwise = new ElementwiseCoefficients(0, BandwidthUtilization),
            AllReduce = link is null ? new Dictionary<int, AllReduceCoefficients>() : RingSizes.ToDictionary(gpus => gpus, gpus => Ring(gpus, link)),
            Source = "a roofline from two efficiencies and a link",
        };
    }

    internal IEnumerable<string> Problems() =>
    [
        .. Limits.MemoryShare(ComputeUtilization, nameof(ComputeUtilization)),
        .. Limits.MemoryShare(BandwidthUtilization, nameof(BandwidthUtilization)),
        .. Limits.NotNegative(LinkLatencyMicroseconds, nameof(LinkLatencyMicroseconds)),
    ];

    private AllReduceCoefficients Ring(int gpus, Interconnect link)
    {
        double hops = 2.0 * (gpus - 1);
        double secondsPerByte = hops / (gpus * link.BytesPerSecondPerDirection);
        return new AllReduceCoefficients(hops * LinkLatencyMicroseconds, secondsPerByte * 1e6 * 1e6, 0);
    }
}
