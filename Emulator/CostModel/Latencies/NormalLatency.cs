using Emulator.Numerics;

namespace Emulator.CostModel.Latencies;

/// <summary>A bell curve; its draws below the shortest latency there is are taken as that.</summary>
/// <param name="Mean">Its middle.</param>
/// <param name="StandardDeviation">Its width, above 0.</param>
public sealed record NormalLatency(TimeSpan Mean, TimeSpan StandardDeviation) : LatencyDistribution
{
    /// <inheritdoc/>
    public override double MeanMicroseconds => Mean.TotalMicroseconds;

    /// <inheritdoc/>
    protected override double QuantileMicroseconds(double p) => Mean.TotalMicroseconds + (StandardDeviation.TotalMicroseconds * NormalQuantile.Of(p));
}
