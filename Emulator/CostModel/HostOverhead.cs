namespace Emulator.CostModel;

/// <summary>The host's share of a step: scheduling, launching, sampling, detokenising. o0 + os·N, N sequences in the step.</summary>
/// <param name="MicrosecondsPerStep">Of every step [o0].</param>
/// <param name="MicrosecondsPerSequence">Added for each sequence of the step [os].</param>
public readonly record struct HostOverhead(double MicrosecondsPerStep, double MicrosecondsPerSequence)
{
    /// <summary>What every GPU is given: the host is not the GPU's. 32 sequences: 682.48 µs.</summary>
    /// <remarks>Fitted on published H100 serving runs with CUDA graphs (ai-dynamo/aiconfigurator @ 095f58a5, silicon samples, Apache-2.0).</remarks>
    public static HostOverhead Fitted { get; } = new(582, 3.14);

    /// <summary>A host that the GPU never waits for.</summary>
    public static HostOverhead None { get; } = new(0, 0);

    /// <summary>Microseconds of one step with <paramref name="sequences"/>.</summary>
    public double Microseconds(int sequences) => MicrosecondsPerStep + (MicrosecondsPerSequence * sequences);
}
