using Emulator.Numerics;

namespace Emulator.CostModel.Latencies;

/// <summary>Many short values, few long ones: −mean·ln(1 − p).</summary>
/// <param name="Mean">Its mean.</param>
public sealed record ExponentialLatency(TimeSpan Mean) : LatencyDistribution
{
    /// <inheritdoc/>
    public override double MeanMicroseconds => Mean.TotalMicroseconds;

    /// <inheritdoc/>
    protected override double QuantileMicroseconds(double p) => -Mean.TotalMicroseconds * SpecifiedMath.Log(1 - p);
}
