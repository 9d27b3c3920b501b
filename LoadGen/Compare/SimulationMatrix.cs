using System.Collections.Concurrent;
using LoadGen.Report;
using LoadGen.Schedule;
using LoadGen.Simulation;
using LoadGen.Workloads;

namespace LoadGen.Compare;

/// <summary>Every contender at every rate with every seed, in virtual time, on all cores; one schedule serves all contenders.</summary>
/// <param name="Contenders">The columns.</param>
/// <param name="Workload">The load.</param>
/// <param name="Duration">Arrivals come in this window.</param>
/// <param name="RateScales">Factors on its rates, largest first.</param>
/// <param name="Seeds">Seeds of the schedules.</param>
/// <param name="Intervals">Whether the reports get error bars, which takes two further simulations each where steps have intervals.</param>
public sealed record SimulationMatrix(
    IReadOnlyList<Contender> Contenders, Workload Workload, TimeSpan Duration, IReadOnlyList<double> RateScales, IReadOnlyList<long> Seeds, bool Intervals)
{
    /// <summary>Simulations in all.</summary>
    public int Size => Contenders.Count * RateScales.Count * Seeds.Count;

    /// <summary>Runs them all.</summary>
    /// <param name="done">Called after each, from any thread.</param>
    /// <param name="cancellation">Ends the matrix early; the runs that were complete by then are returned.</param>
    /// <returns>The reports, by contender, then rate, then seed.</returns>
    public IReadOnlyList<RunReport> Run(Action done, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(done);
        Dictionary<(double Rate, long Seed), Lazy<LoadSchedule>> schedules = (from rate in RateScales from seed in Seeds select (rate, seed))
            .ToDictionary(key => key, key => new Lazy<LoadSchedule>(() => LoadSchedule.Generate(Workload, key.seed, Duration, key.rate)));
        var jobs = (from contender in Enumerable.Range(0, Contenders.Count) from rate in RateScales from seed in Seeds select (contender, rate, seed)).ToArray();
        ConcurrentBag<(int Job, RunReport Report)> reports = [];
        Parallel.For(0, jobs.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, (job, loop) =>
        {
            if (cancellation.IsCancellationRequested)
            {
                loop.Stop();
                return;
            }

            (int contender, double rate, long seed) = jobs[job];
            LoadSchedule schedule = schedules[(rate, seed)].Value;
            SimulatedRun run = Intervals
                ? Contenders[contender].SimulateWithIntervals(schedule, Duration, seed, rate, cancellation)
                : IntervalSimulation.Without(Contenders[contender].Simulate(schedule, Duration, seed, rate, cancellation), IntervalSimulation.TurnedOff);
            if (!run.Report.Partial)
            {
                reports.Add((job, run.Report));
                done();
            }
        });
        return [.. reports.OrderBy(report => report.Job).Select(report => report.Report)];
    }
}
