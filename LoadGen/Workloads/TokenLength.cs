namespace LoadGen.Workloads;

/// <summary>A number of tokens drawn from a distribution: truncated to a whole number, at least 1.</summary>
/// <param name="distribution">The distribution before truncation.</param>
public sealed class TokenLength(Distribution distribution)
{
    /// <summary>The distribution before truncation.</summary>
    public Distribution Distribution { get; } = distribution;

    /// <summary>Draws a length. What no <see cref="int"/> holds comes out as <see cref="int.MaxValue"/>, which no schedule accepts.</summary>
    public int Sample(SeededRandom random) => Whole(Distribution.Sample(random));

    /// <summary>Mean, standard deviation and percentiles of what is really drawn: bounds and truncation included.</summary>
    public Moments Effective() => Moments.OfQuantiles(p => Whole(Distribution.Quantile(p)));

    /// <inheritdoc/>
    public override string ToString() => $"{Distribution}";

    private static int Whole(double value) => value >= int.MaxValue ? int.MaxValue : Math.Max(1, (int)value);
}
