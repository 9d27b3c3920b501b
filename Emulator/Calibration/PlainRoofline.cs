using Emulator.Hardware;

namespace Emulator.Calibration;

/// <summary>
/// The yardstick that a calibrated model must beat: half of a device's FLOP/s, 0.8 of its memory bandwidth, all of its link, no fixed cost of
/// anything, the larger bound alone.
/// </summary>
public static class PlainRoofline
{
    private const double ComputeShare = 0.5;
    private const double MemoryShare = 0.8;

    /// <summary>So sharp a knee is none: a few per cent where two bounds are equal.</summary>
    private const double SharpKnee = 20;

    private static readonly int[] RingSizes = [2, 4, 8];

    /// <summary>The device with these coefficients, and a host that it never waits for.</summary>
    public static Gpu Of(Gpu gpu)
    {
        ArgumentNullException.ThrowIfNull(gpu);
        bool fp8 = gpu.PeakFp8FlopsPerSecond is not null;
        LinearCoefficients linear = new(0, MemoryShare, ComputeShare, SharpKnee, 0);
        DecodeAttentionCoefficients decode = new(0, MemoryShare, 0, SharpKnee);
        PrefillAttentionCoefficients prefill = new(0, ComputeShare, MemoryShare, 0, 0);
        MixtureOfExpertsCoefficients experts = new(0, MemoryShare, ComputeShare, SharpKnee, 0, 1);
        return gpu with
        {
            Host = HostOverhead.None,
            Interconnect = gpu.Interconnect is { } link ? link with { LinkScale = 1 } : null,
            Coefficients = new CoefficientSet
            {
                Name = "plain roofline",
                LinearBf16 = linear,
                LinearFp8 = fp8 ? linear : null,
                DecodeAttentionBf16 = decode,
                DecodeAttentionFp8 = fp8 ? decode : null,
                PrefillAttentionBf16 = prefill,
                PrefillAttentionFp8 = fp8 ? prefill : null,
                MixtureOfExpertsBf16 = experts,
                MixtureOfExpertsFp8 = fp8 ? experts : null,
                Elementwise = new ElementwiseCoefficients(0, MemoryShare),
                AllReduce = gpu.Interconnect is { } wire ? RingSizes.ToDictionary(gpus => gpus, gpus => Ring(gpus, wire)) : new Dictionary<int, AllReduceCoefficients>(),
                Source = "half the FLOP/s, 0.8 of the bandwidth, no fixed costs",
            },
            Calibrated = false,
            Note = "a plain roofline",
        };
    }

    // Reduce-scatter, then all-gather: 2(p − 1)/p of the message crosses each GPU's link.
    private static AllReduceCoefficients Ring(int gpus, Interconnect link) =>
        new(0, 2.0 * (gpus - 1) / (gpus * link.BytesPerSecondPerDirection) * 1e6 * 1e6, 0);
}
