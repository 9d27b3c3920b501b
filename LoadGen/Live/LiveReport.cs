using System.Text.Json.Nodes;
using Inference.V1;
using LoadGen.Measure;
using LoadGen.Report;
using LoadGen.Schedule;

namespace LoadGen.Live;

/// <summary>A live run with its report.</summary>
/// <param name="Report">The figures.</param>
/// <param name="Result">What the client saw.</param>
public sealed record LiveReport(RunReport Report, LiveResult Result)
{
    /// <summary>Measures <paramref name="result"/>.</summary>
    /// <param name="result">What the client saw.</param>
    /// <param name="target">Whom the load was sent to.</param>
    /// <param name="schedule">What was sent.</param>
    /// <param name="window">Length of the arrival window; null = to the last arrival.</param>
    /// <param name="measured">The part of the window that counts, given its length.</param>
    /// <param name="seed">The schedule's seed.</param>
    /// <param name="rateScale">What the schedule's rates were multiplied by.</param>
    /// <param name="slo">Limits for goodput.</param>
    public static LiveReport Of(
        LiveResult result,
        GrpcTarget target,
        LoadSchedule schedule,
        TimeSpan? window,
        Func<TimeSpan, MeasurementWindow> measured,
        long seed,
        double rateScale = 1,
        Slo? slo = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(schedule);
        ArgumentNullException.ThrowIfNull(measured);
        TimeSpan duration = window ?? result.Records.Select(record => record.Record.At).DefaultIfEmpty().Max() + TimeSpan.FromMicroseconds(1);
        RunMeasurements measurements = new(measured(duration), slo) { NotIssued = result.NotIssued };
        measurements.Itl.Add(result.Itl);
        measurements.Icl.Add(result.Icl);
        foreach (LiveRecord record in result.Records)
        {
            measurements.Add(record.Record);
        }

        RunReport report = measurements.Into(new RunReport
        {
            Kind = ReportKind.Run,
            Partial = result.Partial,
            Workload = schedule.WorkloadName,
            ScheduleSha256 = schedule.Sha256,
            Seed = seed,
            Duration = duration,
            TimeScale = target.Model.TimeScale,
            RateScale = rateScale,
            Target = target.Address.Authority,
            Gpus = (int)target.Model.TensorParallelSize,
            Config = Describe(target.Model),
            Balance = result.ServerOutcomes is { } counted ? Balance.Of(counted, result.Records.Select(record => record.Record)) : null,
            Engine = EngineOf(result.Server, target.Model),
            Host = HostReport.Live(
                result.Wall,
                result.ModelTime,
                result.SendLateness,
                LatenessOf(result.Server),
                result.Server is { HasMeanStepSeconds: true } server ? TimeSpan.FromSeconds(server.MeanStepSeconds * target.Model.TimeScale) : null,
                result.CpuShare),
        });
        return new LiveReport(report, result);
    }

    private static EngineReport? EngineOf(ServerState? server, ModelInfo model) => server is null ? null : new EngineReport
    {
        Replicas = 1,
        Steps = (long)server.Steps,
        StepSecondsMean = server.HasMeanStepSeconds ? server.MeanStepSeconds : null,
        TokenBudget = (int)model.TokenBudget,
        KvBlocks = (int)model.KvBlocks,
        Preemptions = (long)server.Preemptions,
    };

    private static LatencySummary? LatenessOf(ServerState? server) => server?.StepLateness is not { } late ? null : new LatencySummary(
        (long)server.Steps,
        P50: TimeSpan.FromSeconds(late.P50WallSeconds),
        P99: TimeSpan.FromSeconds(late.P99WallSeconds),
        Max: TimeSpan.FromSeconds(late.MaxWallSeconds));

    private static JsonObject Describe(ModelInfo model) => new()
    {
        ["model"] = model.Root,
        ["gpu"] = model.Gpu,
        ["tensor-parallel-size"] = model.TensorParallelSize,
        ["max-model-len"] = model.MaxModelLen,
        ["max-num-seqs"] = model.MaxNumSeqs,
        ["max-num-batched-tokens"] = model.TokenBudget,
        ["block-size"] = model.BlockSize,
        ["time-scale"] = model.TimeScale,
    };
}
