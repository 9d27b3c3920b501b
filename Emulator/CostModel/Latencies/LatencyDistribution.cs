namespace Emulator.CostModel.Latencies;

/// <summary>A latency: one value, or a distribution that values are drawn from. Compared by value.</summary>
/// <remarks>A draw is the quantile of one uniform number, held between <see cref="Shortest"/> and <see cref="Longest"/>; the same number always gives the same draw, on every machine.</remarks>
public abstract record LatencyDistribution
{
    /// <summary>No draw is shorter: a step of no length would end before anybody could see it.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMicroseconds(1);

    /// <summary>No draw is longer.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    /// <summary>The expected value in microseconds, before draws are held within their bounds.</summary>
    public abstract double MeanMicroseconds { get; }

    /// <summary>Microseconds of the draw that belongs to <paramref name="uniform"/>.</summary>
    /// <param name="uniform">Between 0 and 1, neither included.</param>
    public double DrawMicroseconds(double uniform) => Math.Clamp(QuantileMicroseconds(uniform), Shortest.TotalMicroseconds, Longest.TotalMicroseconds);

    /// <summary>Microseconds below which a draw falls with probability <paramref name="p"/>, between 0 and 1; never decreases with it.</summary>
    protected abstract double QuantileMicroseconds(double p);
}
