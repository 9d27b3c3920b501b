using System.Text.Json.Serialization;
using Emulator.CostModel;

namespace LoadGen.Trace;

/// <summary>What a step cost, term by term, in seconds of model time.</summary>
public sealed record TracedCost(double Gemm, double Attention, double Elementwise, [property: JsonPropertyName("allreduce")] double AllReduce, double Head, double Overhead)
{
    private const double MicrosecondsPerSecond = 1e6;

    /// <summary>The terms in the order of the step log, each with its name.</summary>
    public IEnumerable<(string Name, double Seconds)> Terms() =>
        [("gemm", Gemm), ("attention", Attention), ("elementwise", Elementwise), ("allreduce", AllReduce), ("head", Head), ("overhead", Overhead)];

    internal static TracedCost Of(in StepCost cost) => new(
        cost.GemmMicroseconds / MicrosecondsPerSecond,
        cost.AttentionMicroseconds / MicrosecondsPerSecond,
        cost.ElementwiseMicroseconds / MicrosecondsPerSecond,
        cost.AllReduceMicroseconds / MicrosecondsPerSecond,
        cost.HeadMicroseconds / MicrosecondsPerSecond,
        cost.OverheadMicroseconds / MicrosecondsPerSecond);
}
