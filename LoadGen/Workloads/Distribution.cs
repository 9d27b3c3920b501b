namespace LoadGen.Workloads;

/// <summary>A distribution of token counts or of seconds. Immutable; the same uniform number always gives the same value.</summary>
public abstract class Distribution
{
    /// <summary>The expected value, before any truncation to whole tokens.</summary>
    public abstract double Mean { get; }

    /// <summary>The value below which a draw falls with probability <paramref name="p"/>; never decreases with <paramref name="p"/>.</summary>
    /// <param name="p">Between 0 and 1, neither included.</param>
    public abstract double Quantile(double p);

    /// <summary>Draws a value: the quantile of one uniform number, so that every draw advances the stream by exactly one.</summary>
    public double Sample(SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return Quantile(random.NextUniform());
    }
}
