using Emulator;

namespace LoadGen.Workloads;

/// <summary>Always the same value.</summary>
public sealed class FixedValue : Distribution
{
    /// <summary>Always <paramref name="value"/>.</summary>
    /// <exception cref="InvalidConfigurationException"><paramref name="value"/> is negative.</exception>
    public FixedValue(double value)
    {
        if (!(value >= 0) || double.IsInfinity(value))
        {
            throw new InvalidConfigurationException($"fixed is {value}; allowed are numbers of 0 and more.");
        }

        Mean = value;
    }

    /// <inheritdoc/>
    public override double Mean { get; }

    /// <inheritdoc/>
    public override double Quantile(double p) => Mean;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"fixed {Mean}");
}
