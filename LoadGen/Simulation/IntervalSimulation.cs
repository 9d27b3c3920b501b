using Emulator.CostModel;
using Emulator.Engine;
using LoadGen.Report;

namespace LoadGen.Simulation;

/// <summary>
/// One schedule three times: at each step's price, and with every step at either end of its 90 % interval. Queues, batches and timeouts all
/// follow the step times, so that no scaling of the figures would tell what the cost model's error does to them.
/// </summary>
internal static class IntervalSimulation
{
    /// <summary>Why a run has none although it could.</summary>
    public const string TurnedOff = "turned off by --no-intervals";

    private const string Interrupted = "the run was interrupted";

    /// <summary>Simulates at the price, and in parallel at both ends where the blueprint has intervals; else the report says why there are none.</summary>
    /// <param name="blueprint">What is simulated.</param>
    /// <param name="simulate">Simulates a blueprint; is called from several threads.</param>
    /// <returns>The run at the price, its report with the intervals.</returns>
    public static SimulatedRun Around(EngineBlueprint blueprint, Func<EngineBlueprint, SimulatedRun> simulate)
    {
        if (WhyNone(blueprint) is string reason)
        {
            return Without(simulate(blueprint), reason);
        }

        SimulatedRun? run = null;
        SimulatedRun? fast = null;
        SimulatedRun? slow = null;
        Parallel.Invoke(
            () => run = simulate(blueprint),
            () => fast = simulate(blueprint with { PricedAt = IntervalEnd.Low }),
            () => slow = simulate(blueprint with { PricedAt = IntervalEnd.High }));
        return run!.Report.Partial || fast!.Report.Partial || slow!.Report.Partial
            ? Without(run, Interrupted)
            : run with { Report = run.Report with { PredictionInterval = PredictionIntervalReport.Of(run.Report, fast.Report, slow.Report) } };
    }

    /// <summary>The run, its report without intervals and with the reason.</summary>
    public static SimulatedRun Without(SimulatedRun run, string reason) => run with { Report = run.Report with { PredictionIntervalReason = reason } };

    /// <summary>Why the step times of <paramref name="blueprint"/> have no intervals, as the end of a sentence; null where they have.</summary>
    public static string? WhyNone(EngineBlueprint blueprint) => blueprint switch
    {
        { HasIntervals: true } => null,
        { Latency: not null } => "its latencies were asked for, not predicted",
        { CostModel.Gpu.Calibrated: false } => $"{blueprint.CostModel.Gpu.Name} is uncalibrated, so no measurements say how far off its times are",
        _ => $"not all coefficients of {blueprint.CostModel.Gpu.Name} that it needs were judged against measurements",
    };
}
