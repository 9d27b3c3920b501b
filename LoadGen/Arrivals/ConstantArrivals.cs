namespace LoadGen.Arrivals;

/// <summary>A metronome: arrival i comes at i/rate, the first at 0. Each time is computed from its number, so that no error adds up.</summary>
/// <param name="ratePerSecond">Arrivals per second, above 0.</param>
public sealed class ConstantArrivals(double ratePerSecond) : ArrivalProcess(ratePerSecond)
{
    /// <inheritdoc/>
    public override IEnumerable<double> Times(Func<double> uniform, double rateScale)
    {
        double rate = RatePerSecond * rateScale;
        for (long i = 0; ; i++)
        {
            yield return i / rate;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"constant {RatePerSecond}/s");
}
