using Emulator;

namespace LoadGen.Workloads;

/// <summary>Every value from <see cref="Min"/> up to <see cref="Max"/> equally likely. Truncated to whole tokens, the largest is <see cref="Max"/> - 1.</summary>
public sealed class UniformDistribution : Distribution
{
    /// <summary>Uniform from <paramref name="min"/> to <paramref name="max"/>.</summary>
    /// <exception cref="InvalidConfigurationException">Not 0 ≤ min &lt; max.</exception>
    public UniformDistribution(double min, double max)
    {
        if (!(min >= 0 && min < max) || double.IsInfinity(max))
        {
            throw new InvalidConfigurationException($"uniform has min {min} and max {max}; allowed are a min of 0 and more and a max above it.");
        }

        Min = min;
        Max = max;
    }

    /// <summary>The smallest value.</summary>
    public double Min { get; }

    /// <summary>The end of the range, itself not drawn.</summary>
    public double Max { get; }

    /// <inheritdoc/>
    public override double Mean => (Min + Max) / 2;

    /// <inheritdoc/>
    public override double Quantile(double p) => Min + (p * (Max - Min));

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"uniform {Min} to {Max}");
}
