using Emulator;

namespace LoadGen.Measure;

/// <summary>
/// The part of a run that is measured: arrivals due from <paramref name="From"/> up to, not including, <paramref name="To"/>, in model time
/// from the start of the run. A request belongs to it by when it was due, not by when it ended, so a run that drains loses nothing; rates
/// are counts of such requests over <see cref="Length"/>.
/// </summary>
public readonly record struct MeasurementWindow(TimeSpan From, TimeSpan To)
{
    /// <summary>The window's length, the denominator of every rate.</summary>
    public TimeSpan Length => To - From;

    /// <summary>Whether an arrival due <paramref name="at"/> is measured.</summary>
    public bool Contains(TimeSpan at) => at >= From && at < To;

    /// <summary>The arrival window of <paramref name="duration"/> without its warm-up and cool-down.</summary>
    /// <exception cref="InvalidConfigurationException">Nothing would be left to measure.</exception>
    public static MeasurementWindow Cut(TimeSpan duration, TimeSpan warmup, TimeSpan cooldown)
    {
        if (warmup < TimeSpan.Zero || cooldown < TimeSpan.Zero || warmup + cooldown >= duration)
        {
            throw new InvalidConfigurationException(
                $"warmup {warmup.TotalSeconds} s and cooldown {cooldown.TotalSeconds} s must not be negative and together be below the duration of {duration.TotalSeconds} s.");
        }

        return new MeasurementWindow(warmup, duration - cooldown);
    }
}
