namespace Emulator.CostModel;

/// <summary>The host's share of a step: scheduling, launching, sampling, detokenising.</summary>
/// <remarks>
/// o0 + os·N, N sequences in the step. Fitted on published H100 serving runs with CUDA graphs (ai-dynamo/aiconfigurator @ 095f58a5,
/// silicon samples, Apache-2.0), and used for every GPU: the host is not the GPU's. 32 sequences: 682.48 µs.
/// </remarks>
internal static class Overhead
{
    private const double MicrosecondsPerStep = 582;
    private const double MicrosecondsPerSequence = 3.14;

    /// <summary>One step with <paramref name="sequences"/>.</summary>
    public static OperationCost Cost(int sequences)
    {
        double microseconds = Microseconds(sequences);
        return new OperationCost(microseconds, Flops: 0, Bytes: 0) { HostMicroseconds = microseconds };
    }

    /// <summary>Microseconds of one step with <paramref name="sequences"/>.</summary>
    public static double Microseconds(int sequences) => MicrosecondsPerStep + (MicrosecondsPerSequence * sequences);
}
