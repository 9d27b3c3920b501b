using System.Globalization;
using LoadGen.Measure;
using LoadGen.Report;
using LoadGen.Schedule;
using LoadGen.Simulation;
using LoadGen.Workloads;

namespace LoadGen.Compare;

/// <summary>What part of a workload this host can really serve in the time there is, and how fast.</summary>
/// <param name="Schedule">What is sent; the same to each contender.</param>
/// <param name="RateScale">Factor on the workload's rates.</param>
/// <param name="Window">Arrivals come in this window, model time.</param>
/// <param name="TimeScale">Wall seconds per model second.</param>
/// <param name="Reason">Why these, for the user.</param>
/// <param name="Twins">The simulation of the schedule, by contender.</param>
public sealed record ServedPlan(
    LoadSchedule Schedule,
    double RateScale,
    TimeSpan Window,
    double TimeScale,
    string Reason,
    IReadOnlyDictionary<string, SimulatedRun> Twins)
{
    /// <summary>Messages per wall second, a message a token, that server and client together may exchange on average: about a quarter of what two cores can, so that steps are on time.</summary>
    public const double MessagesPerSecondMax = 13_500;

    /// <summary>Shortest mean step in wall time, so that a scheduling delay of the host is small beside it.</summary>
    public static readonly TimeSpan StepMin = TimeSpan.FromMilliseconds(1);

    private static readonly double[] RateScales = [1, 0.5, 0.25, 0.1, 0.07, 0.05, 0.03, 0.02, 0.01];
    private static readonly double[] WindowSeconds = [10, 20, 40, 60, 80, 120, 180];

    /// <summary>Chooses among rates and windows the one with most completed requests on the contender that completes fewest.</summary>
    /// <param name="contenders">Who is to be served, one after the other.</param>
    /// <param name="workload">The load.</param>
    /// <param name="seed">Seed of the schedule.</param>
    /// <param name="wall">Wall time for all of them together.</param>
    /// <param name="cancellation">Ends the search.</param>
    public static ServedPlan? Choose(IReadOnlyList<Contender> contenders, Workload workload, long seed, TimeSpan wall, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(contenders);
        ArgumentNullException.ThrowIfNull(workload);
        double requestsPerSecond = workload.Profiles.Sum(profile => profile.Arrivals.RatePerSecond);
        ServedPlan? best = null;
        double bestScore = double.NegativeInfinity;
        foreach (double rateScale in RateScales)
        {
            foreach (double seconds in WindowSeconds)
            {
                // Twice the requests that a verdict needs say no more, and no time scale would carry many times as many.
                double arrivals = rateScale * seconds * requestsPerSecond;
                if (arrivals > 2 * MedianCheck.RequestsForVerdict || (best is not null && arrivals < MedianCheck.RequestsForVerdict / 8.0) || cancellation.IsCancellationRequested)
                {
                    continue;
                }

                ServedPlan plan = Of(contenders, workload, seed, rateScale, TimeSpan.FromSeconds(seconds), wall, out double score, cancellation);
                if (score > bestScore)
                {
                    (best, bestScore) = (plan, score);
                }
            }
        }

        return cancellation.IsCancellationRequested ? null : best;
    }

    private static ServedPlan Of(
        IReadOnlyList<Contender> contenders, Workload workload, long seed, double rateScale, TimeSpan window, TimeSpan wall, out double score, CancellationToken cancellation)
    {
        LoadSchedule schedule = LoadSchedule.Generate(workload, seed, window, rateScale, CancellationToken.None);
        SimulatedRun[] twins = [.. contenders.Select(c => c.Simulate(schedule, window, seed, rateScale, cancellation))];

        // The wall time is shared so that all run at one time scale, unless that would be slower than real time.
        double timeScale = Math.Min(1, wall.TotalSeconds / twins.Sum(ModelSeconds));
        double messages = twins.Max(twin => twin.Records.Sum(record => (double)record.OutputTokens) / (ModelSeconds(twin) * timeScale));
        double step = twins.Min(twin => twin.Report.Engine!.StepSecondsMean ?? 0) * timeScale;
        int completed = twins.Min(twin => twin.Records.Count(record => record.Outcome == LoadOutcome.Completed));

        // Whatever the host can't carry outweighs any number of requests; among what it can, more requests say more.
        double strain = Math.Max(messages / MessagesPerSecondMax, StepMin.TotalSeconds / step);
        score = strain <= 1 ? completed : -strain;
        string reason = string.Create(
            CultureInfo.InvariantCulture,
            $"{workload.Name} at rate scale {rateScale} for {window.TotalSeconds:F0} s and until the last answer, at time scale {timeScale:0.###}; {messages:N0} messages/s and steps of {step * 1e3:F1} ms wall on average are within what two cores carry on time ({MessagesPerSecondMax:N0}/s, {StepMin.TotalMilliseconds:F1} ms); {string.Join(" and ", twins.Select(twin => Invariant($"{ModelSeconds(twin) * timeScale:F0} s")))}");
        return new ServedPlan(
            schedule, rateScale, window, timeScale, reason, contenders.Zip(twins).ToDictionary(pair => pair.First.Name, pair => pair.Second));
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static double ModelSeconds(SimulatedRun twin) =>
        twin.Records.Select(record => (record.At + (record.E2e ?? record.Ttft ?? TimeSpan.Zero)).TotalSeconds).DefaultIfEmpty(0).Max() + 1;
}
