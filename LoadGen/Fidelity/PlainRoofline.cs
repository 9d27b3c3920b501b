using Emulator.Hardware;

namespace LoadGen.Fidelity;

/// <summary>
/// The yardstick beside the cost model: the same device as a textbook has it, half of its FLOP/s, 0.8 of its bandwidth, no fixed costs and no host.
/// It runs through the same scheduler, KV cache and load.
/// </summary>
internal static class PlainRoofline
{
    private const double ComputeUtilization = 0.5;
    private const double BandwidthUtilization = 0.8;
    private const double SharpKnee = 20;

    /// <summary>The textbook's <paramref name="gpu"/>: its datasheet and two efficiencies, for all number formats that it has coefficients for.</summary>
    public static Gpu Of(Gpu gpu)
    {
        CoefficientSet plain = new Roofline(ComputeUtilization, BandwidthUtilization).ToCoefficients($"plain roofline of {gpu.Name}", gpu.Interconnect);
        CoefficientSet own = gpu.Coefficients;
        MixtureOfExpertsCoefficients experts = new(0, BandwidthUtilization, ComputeUtilization, SharpKnee, ShuffleFactor: 0, RoutingSpread: 1);
        return gpu with
        {
            Coefficients = plain with
            {
                LinearFp8 = own.LinearFp8 is null ? null : plain.LinearBf16,
                DecodeAttentionFp8 = own.DecodeAttentionFp8 is null ? null : plain.DecodeAttentionBf16,
                PrefillAttentionFp8 = own.PrefillAttentionFp8 is null ? null : plain.PrefillAttentionBf16,
                MixtureOfExpertsBf16 = own.MixtureOfExpertsBf16 is null ? null : experts,
                MixtureOfExpertsFp8 = own.MixtureOfExpertsFp8 is null ? null : experts,
            },
        };
    }
}
