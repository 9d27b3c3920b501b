using Emulator.Hardware;

namespace Emulator.CostModel;

/// <summary>The host's share of a step: scheduling, launching, sampling, detokenising.</summary>
internal sealed class Overhead(HostOverhead host)
{
    /// <summary>One step with <paramref name="sequences"/>.</summary>
    public OperationCost Cost(int sequences)
    {
        double microseconds = Microseconds(sequences);
        return new OperationCost(microseconds, Flops: 0, Bytes: 0) { HostMicroseconds = microseconds };
    }

    /// <summary>Microseconds of one step with <paramref name="sequences"/>.</summary>
    public double Microseconds(int sequences) => host.MicrosecondsPerStep + (host.MicrosecondsPerSequence * sequences);
}
