using Emulator;
using Emulator.Numerics;

namespace LoadGen.Workloads;

/// <summary>Exponential with a given mean: many short values, few long ones.</summary>
public sealed class ExponentialDistribution : Distribution
{
    /// <summary>Exponential with mean <paramref name="mean"/>.</summary>
    /// <exception cref="InvalidConfigurationException"><paramref name="mean"/> is not above 0.</exception>
    public ExponentialDistribution(double mean)
    {
        if (!(mean > 0) || double.IsInfinity(mean))
        {
            throw new InvalidConfigurationException($"exponential has mean {mean}; allowed are means above 0.");
        }

        Mean = mean;
    }

    /// <inheritdoc/>
    public override double Mean { get; }

    /// <inheritdoc/>
    public override double Quantile(double p) => -Mean * SpecifiedMath.Log(1 - p);

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"exponential, mean {Mean}");
}
