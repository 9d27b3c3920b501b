using Emulator;
using Emulator.CostModel;
using Emulator.Engine;
using Emulator.Hardware;
using LoadGen.Measure;
using LoadGen.Schedule;
using LoadGen.Simulation;

namespace LoadGen.Fidelity;

/// <summary>Runs a published measurement through the whole simulator: scheduler, KV cache, cost model, virtual clock.</summary>
internal static class ServingSimulation
{
    /// <summary>The figures of <paramref name="deployment"/>'s run.</summary>
    /// <param name="deployment">The server.</param>
    /// <param name="settings">How its engine is set up.</param>
    /// <param name="load">Its requests.</param>
    /// <param name="gpu">The device whose prices are paid: the deployment's own, or what stands beside it.</param>
    /// <param name="overhead">The host's share of a step: the engine's own, or what stands beside it.</param>
    /// <param name="cancellation">Ends the run early, by an exception.</param>
    /// <param name="end">The end of each step's 90 % interval at which it is priced; null = the price itself.</param>
    /// <exception cref="InvalidConfigurationException">The model cannot be split so, a coefficient is missing, or requests do not fit.</exception>
    public static ServingFigures Run(Deployment deployment, EngineSettings settings, MeasuredLoad load, Gpu gpu, HostOverhead overhead, CancellationToken cancellation, IntervalEnd? end = null)
    {
        StepCostModel cost = new(
            gpu with { Host = overhead }, deployment.Model, deployment.TensorParallelSize, deployment.Precision, settings.Scheduling.TokenBudget, settings.Scheduling.MaxNumSeqs);
        EngineBlueprint blueprint = new(settings.Scheduling, cost, load.LongestRequestTokens, RequestTimeout: null) { PricedAt = end };
        ServingFigures[] runs = [.. load.Schedules.Select(schedule => Run(schedule, blueprint, cancellation))];
        return new ServingFigures(
            runs.Average(run => run.OutputTokensPerSecond),
            runs.Average(run => run.RequestsPerSecond),
            runs.Average(run => run.TtftMilliseconds),
            runs.Average(run => run.TpotMilliseconds),
            runs.Sum(run => run.Preemptions));
    }

    private static ServingFigures Run(LoadSchedule schedule, EngineBlueprint blueprint, CancellationToken cancellation)
    {
        SimulationResult result = Simulator.Run(schedule, new SimulationOptions { Blueprint = blueprint }, cancellation);
        cancellation.ThrowIfCancellationRequested();
        IReadOnlyList<RequestRecord> records = result.Records;
        if (records.FirstOrDefault(record => record.Outcome != LoadOutcome.Completed) is { } lost)
        {
            throw new InvalidConfigurationException($"request {lost.Id} of the simulated run ended as {lost.Outcome.ToText()}{(lost.Reason is null ? "" : $" ({lost.Reason})")}.");
        }

        double seconds = (records.Max(record => record.At + record.E2e!.Value) - records.Min(record => record.At)).TotalSeconds;
        return new ServingFigures(
            records.Sum(record => (double)record.OutputTokens) / seconds,
            records.Count / seconds,
            records.Average(record => record.Ttft!.Value.TotalMilliseconds),
            records.Average(record => record.Tpot?.TotalMilliseconds ?? double.NaN),
            records.Sum(record => record.Preemptions ?? 0));
    }
}
