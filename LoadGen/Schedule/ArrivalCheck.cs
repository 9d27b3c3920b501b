namespace LoadGen.Schedule;

/// <summary>What a schedule's arrivals really are, beside what was asked.</summary>
/// <param name="Profile">The client profile, or <c>all</c>.</param>
/// <param name="FirstTurns">First turns in the window.</param>
/// <param name="FollowUps">Follow-ups that may happen.</param>
/// <param name="AskedRate">First turns per second that the workload asks for; null without a workload.</param>
/// <param name="Rate">First turns per second of the window.</param>
/// <param name="IndexOfDispersion">Variance over mean of the first turns in each second: 1 for Poisson, 0 for a metronome, above 1 for bursts; null for a window under two seconds.</param>
/// <param name="Distance">Kolmogorov-Smirnov distance of the gaps from exponential ones; null where the process is not Poisson.</param>
public sealed record ArrivalCheck(string Profile, int FirstTurns, int FollowUps, double? AskedRate, double Rate, double? IndexOfDispersion, double? Distance)
{
    /// <summary>The distance that a true Poisson process exceeds in 5 % of schedules.</summary>
    public double FivePercentPoint => KolmogorovSmirnov.FivePercentPoint(FirstTurns);

    /// <summary>Checks <paramref name="firstTurns"/>, in ascending order, all within <paramref name="window"/>.</summary>
    internal static ArrivalCheck Of(string profile, IReadOnlyList<Arrival> firstTurns, int followUps, TimeSpan window, double? askedRate, bool poisson)
    {
        double rate = firstTurns.Count / window.TotalSeconds;
        IEnumerable<double> gaps = firstTurns.Select((arrival, i) => (arrival.At!.Value - (i == 0 ? TimeSpan.Zero : firstTurns[i - 1].At!.Value)).TotalSeconds);
        return new ArrivalCheck(profile, firstTurns.Count, followUps, askedRate, rate, Dispersion(firstTurns, window), poisson ? KolmogorovSmirnov.ExponentialDistance(gaps, askedRate ?? rate) : null);
    }

    private static double? Dispersion(IReadOnlyList<Arrival> firstTurns, TimeSpan window)
    {
        double[] counts = new double[(int)Math.Min(window.TotalSeconds, 10e6)];
        foreach (Arrival arrival in firstTurns)
        {
            double second = arrival.At!.Value.TotalSeconds;
            if (second < counts.Length)
            {
                counts[(int)second]++;
            }
        }

        double mean = counts.Length < 2 ? 0 : counts.Average();
        return mean == 0 ? null : counts.Sum(count => (count - mean) * (count - mean)) / (counts.Length - 1) / mean;
    }
}
