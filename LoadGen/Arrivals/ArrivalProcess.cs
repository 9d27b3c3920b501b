using Emulator;

namespace LoadGen.Arrivals;

/// <summary>When the first turns of one client profile arrive. The server has no say in it (open loop). Immutable.</summary>
public abstract class ArrivalProcess
{
    /// <summary>A process with the given mean rate.</summary>
    /// <exception cref="InvalidConfigurationException">The rate is not above 0.</exception>
    protected ArrivalProcess(double ratePerSecond)
    {
        if (!(ratePerSecond > 0) || double.IsInfinity(ratePerSecond))
        {
            throw new InvalidConfigurationException(FormattableString.Invariant($"rate is {ratePerSecond}; allowed are rates above 0 requests per second."));
        }

        RatePerSecond = ratePerSecond;
    }

    /// <summary>Mean arrivals per second of model time, before any rate scale.</summary>
    public double RatePerSecond { get; }

    /// <summary>The arrival times in seconds, ascending, without end.</summary>
    /// <param name="uniform">Gives the next random number, uniform between 0 and 1, neither included.</param>
    /// <param name="rateScale">Multiplies the rate; the same random numbers give the same pattern, compressed.</param>
    public abstract IEnumerable<double> Times(Func<double> uniform, double rateScale);
}
