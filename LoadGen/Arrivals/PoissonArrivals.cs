using Emulator.Numerics;

namespace LoadGen.Arrivals;

/// <summary>Independent clients: the gaps are exponential with mean 1/rate, whatever happened before. Superposed Poisson processes are one, with the sum of their rates.</summary>
/// <param name="ratePerSecond">Mean arrivals per second, above 0.</param>
public sealed class PoissonArrivals(double ratePerSecond) : ArrivalProcess(ratePerSecond)
{
    /// <inheritdoc/>
    public override IEnumerable<double> Times(Func<double> uniform, double rateScale)
    {
        double rate = RatePerSecond * rateScale;
        double time = 0;
        while (true)
        {
            time -= SpecifiedMath.Log(uniform()) / rate;
            yield return time;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"poisson {RatePerSecond}/s");
}
