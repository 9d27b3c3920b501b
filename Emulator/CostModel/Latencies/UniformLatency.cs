namespace Emulator.CostModel.Latencies;

/// <summary>Every value between two ends equally likely.</summary>
/// <param name="Min">The lower end.</param>
/// <param name="Max">The upper end, above the lower one.</param>
public sealed record UniformLatency(TimeSpan Min, TimeSpan Max) : LatencyDistribution
{
    /// <inheritdoc/>
    public override double MeanMicroseconds => (Min.TotalMicroseconds + Max.TotalMicroseconds) / 2;

    /// <inheritdoc/>
    protected override double QuantileMicroseconds(double p) => Min.TotalMicroseconds + (p * (Max - Min).TotalMicroseconds);
}
