using Emulator.CostModel;
using Emulator.Engine;
using LoadGen.Measure;
using LoadGen.Report;
using LoadGen.Schedule;
using LoadGen.Simulation;
using LoadGen.Workloads;

namespace LoadGen.Compare;

/// <summary>The highest rate at which a contender still answers nearly everybody, by bisection in virtual time.</summary>
/// <param name="Workload">The load whose rates are scaled.</param>
/// <param name="Duration">Arrivals come in this window.</param>
/// <param name="Seed">Seed of the schedules.</param>
public sealed record CapacitySearch(Workload Workload, TimeSpan Duration, long Seed)
{
    /// <summary>The success rate that must be reached.</summary>
    public const double Success = 0.95;

    // Rates are bracketed between 1/256 and 4 of the workload's, then halved on a log scale: seven halvings of 2^10 leave 2^(10/128), 5.6 %.
    private const double Lowest = 1.0 / 256;
    private const double Highest = 4;
    private const int Halvings = 7;

    /// <summary>Searches for <paramref name="contender"/>.</summary>
    /// <returns>The highest rate scale tried that reached <see cref="Success"/>; null when even the lowest did not, or when cancelled.</returns>
    public CapacityReport? Find(Contender contender, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(contender);
        double low = Lowest;
        double high = Highest;
        if (Reaches(contender, high, cancellation))
        {
            low = high;
        }
        else if (!Reaches(contender, low, cancellation))
        {
            return cancellation.IsCancellationRequested ? null : new CapacityReport(contender.Name, Success, null, null);
        }

        for (int i = 0; i < Halvings && low < high; i++)
        {
            double middle = Math.Sqrt(low * high);
            (low, high) = Reaches(contender, middle, cancellation) ? (middle, high) : (low, middle);
        }

        return cancellation.IsCancellationRequested ? null : new CapacityReport(contender.Name, Success, low, low * Workload.Profiles.Sum(profile => profile.Arrivals.RatePerSecond));
    }

    /// <summary>The same, and where steps have intervals also with every step at either end of its own.</summary>
    /// <returns>As <see cref="Find"/>.</returns>
    public CapacityReport? FindWithInterval(Contender contender, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(contender);
        EngineBlueprint blueprint = contender.Setup.Blueprint;
        if (!blueprint.HasIntervals)
        {
            return Find(contender, cancellation);
        }

        CapacityReport? found = null;
        CapacityReport? fast = null;
        CapacityReport? slow = null;
        Parallel.Invoke(
            () => found = Find(contender, cancellation),
            () => fast = Find(contender.PricedBy(blueprint with { PricedAt = IntervalEnd.Low }), cancellation),
            () => slow = Find(contender.PricedBy(blueprint with { PricedAt = IntervalEnd.High }), cancellation));

        // A search that ended at the highest rate it tries found no upper end.
        return found is { RequestsPerSecond: { } rate } && fast is not null && slow is not null
            ? found with { PredictionInterval = MetricInterval.Of(MetricUnit.PerSecond, rate, fast.RateScale < Highest ? fast.RequestsPerSecond : null, slow.RequestsPerSecond) }
            : found;
    }

    private bool Reaches(Contender contender, double rateScale, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
        {
            return false;
        }

        LoadSchedule schedule = LoadSchedule.Generate(Workload, Seed, Duration, rateScale, CancellationToken.None);
        IReadOnlyList<RequestRecord> records = Simulator.Run(schedule, contender.Options(Duration), cancellation).Records;
        return records.Count(record => record.Outcome == LoadOutcome.Completed) >= Success * records.Count;
    }
}
