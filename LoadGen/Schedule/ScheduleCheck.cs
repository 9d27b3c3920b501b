using Emulator;
using LoadGen.Arrivals;
using LoadGen.Workloads;

namespace LoadGen.Schedule;

/// <summary>Says whether a schedule is what its workload asks for.</summary>
/// <param name="Window">First turns come in [0, window).</param>
/// <param name="Arrivals">A row a profile, then all together.</param>
/// <param name="Lengths">A row for each distribution of each profile.</param>
public sealed record ScheduleCheck(TimeSpan Window, IReadOnlyList<ArrivalCheck> Arrivals, IReadOnlyList<LengthCheck> Lengths)
{
    /// <summary>Compares <paramref name="schedule"/> with <paramref name="workload"/>.</summary>
    /// <param name="schedule">At least one first turn.</param>
    /// <param name="workload">What was asked; null where that is unknown: gaps are then compared with a Poisson process of the realised rate.</param>
    /// <param name="rateScale">What the workload's rates were multiplied by.</param>
    /// <param name="window">The window of a schedule that was read from a file; null: up to its last first turn.</param>
    /// <exception cref="InvalidConfigurationException">The schedule has no first turn in the window.</exception>
    public static ScheduleCheck Of(LoadSchedule schedule, Workload? workload, double rateScale, TimeSpan? window)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        TimeSpan span = schedule.Window ?? window ?? schedule.FirstTurns.Select(arrival => arrival.At!.Value + TimeSpan.FromMicroseconds(1)).LastOrDefault();
        List<Arrival> firstTurns = [.. schedule.FirstTurns.Where(arrival => arrival.At < span)];
        if (firstTurns.Count == 0)
        {
            throw new InvalidConfigurationException($"schedule '{schedule.WorkloadName}' has no first turn in its window of {span.TotalSeconds} s; there is nothing to check.");
        }

        List<ArrivalCheck> arrivals = [];
        List<LengthCheck> lengths = [];
        foreach (string name in ProfileNames(schedule, workload))
        {
            ClientProfile? asked = workload?.Profiles.FirstOrDefault(profile => profile.Name == name);
            List<Arrival> own = [.. firstTurns.Where(arrival => arrival.Profile == name)];
            List<Arrival> followUps = [.. schedule.Arrivals.Where(arrival => arrival.IsFollowUp && arrival.Profile == name)];
            double? rate = workload is null ? null : (asked?.Arrivals.RatePerSecond ?? 0) * rateScale;
            arrivals.Add(ArrivalCheck.Of(name, own, followUps.Count, span, rate, IsPoisson(asked, workload)));
            lengths.AddRange(LengthsOf(name, asked, schedule, [.. own, .. followUps], followUps));
        }

        double? askedRate = workload is null ? null : workload.Profiles.Sum(profile => profile.Arrivals.RatePerSecond) * rateScale;
        bool poisson = workload is null || workload.Profiles.All(profile => profile.Arrivals is PoissonArrivals);
        arrivals.Add(ArrivalCheck.Of("all", firstTurns, schedule.Arrivals.Count - schedule.FirstTurns.Count, span, askedRate, poisson));
        return new ScheduleCheck(span, arrivals, lengths);
    }

    private static IEnumerable<string> ProfileNames(LoadSchedule schedule, Workload? workload) =>
        (workload?.Profiles.Select(profile => profile.Name) ?? []).Union(schedule.Arrivals.Select(arrival => arrival.Profile));

    // Without a workload nobody said what the process is; Poisson is the yardstick then.
    private static bool IsPoisson(ClientProfile? asked, Workload? workload) => workload is null || asked?.Arrivals is PoissonArrivals;

    private static IEnumerable<LengthCheck> LengthsOf(string profile, ClientProfile? asked, LoadSchedule schedule, IReadOnlyList<Arrival> all, List<Arrival> followUps)
    {
        if (all.Count > 0)
        {
            yield return new LengthCheck(profile, "new prompt tokens", asked?.PromptTokens.ToString(), asked?.PromptTokens.Effective(), Moments.Of(all.Select(arrival => (double)NewTokens(arrival, schedule))));
            yield return new LengthCheck(profile, "output tokens", asked?.OutputTokens.ToString(), asked?.OutputTokens.Effective(), Moments.Of(all.Select(arrival => (double)arrival.OutputTokens)));
        }

        if (followUps.Count > 0)
        {
            Distribution? think = asked?.Conversation?.Think;
            yield return new LengthCheck(profile, "think time, s", think?.ToString(), think is null ? null : Moments.OfQuantiles(think.Quantile), Moments.Of(followUps.Select(arrival => arrival.Think.TotalSeconds)));
        }
    }

    // What the prompt adds to the conversation; a follow-up that does not grow from its predecessor (a file may say so) counts whole.
    private static int NewTokens(Arrival arrival, LoadSchedule schedule)
    {
        if (!arrival.IsFollowUp)
        {
            return arrival.PromptTokens;
        }

        Arrival previous = schedule.Arrivals[arrival.Predecessor];
        long added = (long)arrival.PromptTokens - previous.PromptTokens - previous.OutputTokens;
        return added > 0 ? (int)added : arrival.PromptTokens;
    }
}
