using Emulator.Numerics;

namespace LoadGen.Schedule;

/// <summary>How far the gaps between arrivals are from those of a Poisson process.</summary>
internal static class KolmogorovSmirnov
{
    /// <summary>The largest distance between the empirical distribution of <paramref name="gaps"/> and 1 - exp(-rate·gap); null where there are no gaps.</summary>
    /// <param name="gaps">Seconds between arrivals, the first counted from the start of the window.</param>
    /// <param name="ratePerSecond">The rate of the process that they are compared with.</param>
    public static double? ExponentialDistance(IEnumerable<double> gaps, double ratePerSecond)
    {
        double[] sorted = [.. gaps.Order()];
        double distance = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            double share = 1 - SpecifiedMath.Exp(-ratePerSecond * sorted[i]);
            distance = Math.Max(distance, Math.Max(share - ((double)i / sorted.Length), ((i + 1.0) / sorted.Length) - share));
        }

        return sorted.Length == 0 ? null : distance;
    }

    /// <summary>The distance that samples of this size exceed in 5 % of cases when the hypothesis holds: 1.358/√n (Smirnov's asymptotic value).</summary>
    public static double FivePercentPoint(int count) => 1.358 / Math.Sqrt(count);
}
