using Emulator;
using Emulator.Configuration;
using LoadGen.Measure;
using LoadGen.Report;
using LoadGen.Simulation;

namespace LoadGen.Studies;

/// <summary>A simulated variant.</summary>
/// <param name="Variant">What was simulated.</param>
/// <param name="Setup">What its options came to.</param>
/// <param name="Run">What was measured.</param>
/// <param name="Steps">Every step.</param>
internal sealed record StudyRun(StudyVariant Variant, EngineSetup Setup, SimulatedRun Run, StepLog Steps)
{
    public string Name => Variant.Name;

    public RunReport Report => Run.Report;

    public EngineReport Engine => Run.Report.Engine!;

    /// <summary>Gaps between tokens; a summary of nothing where no request completed with two.</summary>
    public LatencySummary Itl => Report.Latency.Itl ?? new LatencySummary(0);

    public LatencySummary Ttft => Report.Latency.Ttft ?? new LatencySummary(0);

    public LatencySummary E2e => Report.Latency.E2e ?? new LatencySummary(0);

    /// <summary>Share of all computed tokens that were of no use.</summary>
    public double? WastedShare => Engine.ComputedTokens > 0 ? (double)Engine.WastedTokens!.Value / Engine.ComputedTokens.Value : null;

    /// <summary>Most KV blocks that live requests held at once.</summary>
    public int PeakBlocks => (int)Math.Ceiling((Engine.KvUsageMax ?? 0) * Setup.KvBlocks);

    /// <summary>Simulates variants side by side; the results are in their order, and do not depend on how many cores there are.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="InvalidConfigurationException">A variant cannot be, or nobody gets an answer.</exception>
    public static StudyRun[] All(StudySettings settings, IReadOnlyList<StudyVariant> variants, CancellationToken cancellation)
    {
        // Before the threads: a wrong option is then told as it is, and not inside an AggregateException.
        EngineSetup[] setups = [.. variants.Select(variant => EngineSetup.From(variant.Server))];
        StudyRun[] runs = new StudyRun[variants.Count];
        Parallel.For(0, runs.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, i => runs[i] = One(settings, variants[i], setups[i], cancellation));
        cancellation.ThrowIfCancellationRequested();

        // A pool that a study makes too small itself may serve nobody; the one that was asked for must.
        bool isAsked = variants.Any(variant => variant.Server.NumGpuBlocksOverride == settings.Server.NumGpuBlocksOverride);
        return !isAsked || runs.Any(run => run.Run.Records.Any(record => record.Ttft is not null)) ? runs
            : throw new InvalidConfigurationException($"nobody in workload {settings.Workload.Name} gets a token from this server within {Figures.Duration(settings.Duration)}; allowed are loads and --set options under which somebody does.");
    }

    /// <summary>What of these deployments is estimated and not measured, each sentence once.</summary>
    public static IReadOnlyList<string> Notes(IEnumerable<StudyRun> runs) => [.. runs.Select(run => run.Setup.Warning).OfType<string>().Distinct()];

    private static StudyRun One(StudySettings settings, StudyVariant variant, EngineSetup setup, CancellationToken cancellation)
    {
        StepLog steps = new();
        SimulationOptions options = new() { Blueprint = setup.Blueprint, Window = settings.Duration, CutAtWindow = variant.CutAtWindow, Observer = steps };
        SimulatedRun run = SimulatedRun.Of(
            variant.Name, setup, variant.Schedule, options, duration => new MeasurementWindow(TimeSpan.Zero, duration), settings.Seed, settings.RateScale, cancellation: cancellation);
        return new StudyRun(variant, setup, run, steps);
    }
}
