using LoadGen.Measure;
using LoadGen.Schedule;

namespace LoadGen.Simulation;

/// <summary>Runs a schedule through engines in virtual time: the same engine code as a server's, and no server.</summary>
public static class Simulator
{
    /// <summary>Simulates all replicas, one after the other on the calling thread.</summary>
    /// <param name="schedule">What arrives when.</param>
    /// <param name="options">Which engines, and when the run ends.</param>
    /// <param name="cancellation">Ends the run early; what was simulated until then is returned, marked partial.</param>
    public static SimulationResult Run(LoadSchedule schedule, SimulationOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        ArgumentNullException.ThrowIfNull(options);
        SimulatedEngine[] engines = new SimulatedEngine[options.Replicas];
        for (int replica = 0; replica < engines.Length; replica++)
        {
            engines[replica] = new SimulatedEngine(schedule, replica, options);
            engines[replica].Run(cancellation);
        }

        RequestRecord[] records = [.. engines.SelectMany(engine => engine.Records())];
        LatencyHistogram itl = new();
        foreach (SimulatedEngine engine in engines)
        {
            itl.Add(engine.Itl);
        }

        return new SimulationResult
        {
            Records = records,
            Itl = itl,
            NotIssued = schedule.Arrivals.Count - records.Length,
            Engine = EngineStatistics.Merge([.. engines.Select(engine => engine.Statistics)]),
            PlanHashes = [.. engines.Select(engine => engine.PlanHash)],
            Partial = cancellation.IsCancellationRequested,
        };
    }
}
