namespace Emulator.CostModel.Latencies;

/// <summary>Always the same.</summary>
/// <param name="Value">That.</param>
public sealed record FixedLatency(TimeSpan Value) : LatencyDistribution
{
    /// <inheritdoc/>
    public override double MeanMicroseconds => Value.TotalMicroseconds;

    /// <inheritdoc/>
    protected override double QuantileMicroseconds(double p) => Value.TotalMicroseconds;
}
