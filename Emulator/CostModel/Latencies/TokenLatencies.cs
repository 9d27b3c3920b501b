namespace Emulator.CostModel.Latencies;

/// <summary>The two latencies that stand for a whole device in <see cref="ConstantLatency"/>.</summary>
/// <param name="Ttft">From a request's receipt to its first token, on an idle server.</param>
/// <param name="Itl">From one token to the next: the length of a step.</param>
public sealed record TokenLatencies(LatencyDistribution Ttft, LatencyDistribution Itl);
