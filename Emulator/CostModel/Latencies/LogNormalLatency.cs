using Emulator.Numerics;

namespace Emulator.CostModel.Latencies;

/// <summary>Median·exp(sigma·z) with z standard normal: never negative, with a long upper tail.</summary>
/// <remarks>Mean median·exp(sigma²/2): 200 ms and sigma 0.3 give 209.2 ms; one draw in a hundred is above 200·exp(0.3·2.326) = 401.9 ms.</remarks>
/// <param name="Median">Half of the draws are below, half above.</param>
/// <param name="Sigma">Standard deviation of the logarithm, above 0.</param>
public sealed record LogNormalLatency(TimeSpan Median, double Sigma) : LatencyDistribution
{
    /// <inheritdoc/>
    public override double MeanMicroseconds => Median.TotalMicroseconds * SpecifiedMath.Exp(Sigma * Sigma / 2);

    /// <inheritdoc/>
    protected override double QuantileMicroseconds(double p) => Median.TotalMicroseconds * SpecifiedMath.Exp(Sigma * NormalQuantile.Of(p));
}
