using Emulator.Hardware;

namespace Emulator.Calibration;

/// <summary>
/// The yardstick that a calibrated model must beat: half of a device's FLOP/s, 0.8 of its memory bandwidth, all of its link, no fixed cost of
/// anything and no host.
/// </summary>
public static class PlainRoofline
{
    private const double ComputeShare = 0.5;
    private const double MemoryShare = 0.8;

    /// <summary>The device with these coefficients.</summary>
    public static Gpu Of(Gpu gpu)
    {
        ArgumentNullException.ThrowIfNull(gpu);
        Interconnect? link = gpu.Interconnect is { } own ? own with { LinkScale = 1 } : null;
        return gpu with
        {
            Host = HostOverhead.None,
            Interconnect = link,
            Coefficients = new Roofline(ComputeShare, MemoryShare).ToCoefficients("plain roofline", link, gpu.PeakFp8FlopsPerSecond is not null),
            Calibrated = false,
            Note = "a plain roofline",
        };
    }
}
