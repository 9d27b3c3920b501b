using System.Globalization;
using System.Text.Json.Nodes;
using Emulator.Configuration;
using Emulator.CostModel;
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
            PartialReason = result.TargetLost is not null ? PartialReason.TargetLost : result.Partial ? PartialReason.Interrupted : null,
            Workload = schedule.WorkloadName,
            ScheduleSha256 = schedule.Sha256,
            Seed = seed,
            Duration = duration,
            TimeScale = target.Model.TimeScale,
            RateScale = rateScale,
            Target = target.Address.Authority,
            Gpus = (int)target.Model.TensorParallelSize,
            Device = DeviceOf(target.Model),
            Config = Describe(target),
            Balance = result.ServerOutcomes is { } counted ? Balance.Of(counted, result.Records.Select(record => record.Record)) : null,
            Engine = EngineOf(result.Server, target),
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

    private static DeviceReport? DeviceOf(ModelInfo model) => model.Gpu.Length == 0
        ? null
        : new DeviceReport(model.Gpu, model.Calibrated, model.CalibrationNote.Length == 0 ? null : model.CalibrationNote, (int)model.TensorParallelSize);

    private static EngineReport? EngineOf(ServerState? server, GrpcTarget target)
    {
        if (server is null)
        {
            return null;
        }

        StepCostTotal cost = server.StepCostTotal;
        EngineStatistics engine = new()
        {
            Steps = (long)server.Steps,
            StepTimeTotal = TimeSpan.FromSeconds(server.StepSecondsTotal),
            CostTotal = new StepCost(
                cost.GemmSeconds * 1e6,
                cost.AttentionSeconds * 1e6,
                cost.ElementwiseSeconds * 1e6,
                cost.AllReduceSeconds * 1e6,
                cost.HeadSeconds * 1e6,
                cost.OverheadSeconds * 1e6),
            SequencesTotal = (long)server.SequencesTotal,
            TokenBudget = (int)target.Model.TokenBudget,
            KvBlocks = (int)target.Model.KvBlocks,
            Preemptions = (long)server.Preemptions,
            ComputedTokens = (long)server.ComputedTokens,
            WastedTokens = (long)server.WastedTokens,
            StepsOverTarget = server.HasStepsOverTarget ? (long)server.StepsOverTarget : null,
            StepsOverTargetAtFloor = server.HasStepsOverTargetAtFloor ? (long)server.StepsOverTargetAtFloor : null,
        };
        if (server.StepSecondsTotal > 0)
        {
            engine.AddKvUsage(server.KvBlockSecondsTotal / server.KvBlocksTotal / server.StepSecondsTotal, engine.StepTimeTotal);
        }

        // The largest KV usage of the server's life may be an earlier run's.
        return EngineReport.Of(engine) with { KvUsageMax = null, ConstantLatency = LatencyOf(target) };
    }

    // An older server has no such option.
    private static string? LatencyOf(GrpcTarget target) => target.Settings.FirstOrDefault(setting => setting.Key == "latency")?.Value is { } value and not "auto" ? value : null;

    private static LatencySummary? LatenessOf(ServerState? server)
    {
        LatencyHistogram lateness = new();
        foreach (LatenessBucket bucket in server?.StepLateness?.Buckets ?? [])
        {
            lateness.Record(TimeSpan.FromSeconds(bucket.UpperWallSeconds), (long)bucket.Count);
        }

        // Of buckets, a mean would not be exact.
        return lateness.Count == 0 ? null : lateness.Summarize() with { Mean = null };
    }

    private static JsonObject Describe(GrpcTarget target)
    {
        JsonObject config = [];
        foreach (Setting setting in target.Settings.Where(setting => setting.Key is not "journal" && setting.Value != EffectiveSetting.Hidden))
        {
            config[setting.Key] = ValueOf(setting.Value);
        }

        // What the server settled on where the option says auto.
        ModelInfo model = target.Model;
        config["model"] = model.Root;
        config["gpu"] = model.Gpu;
        config["tensor-parallel-size"] = model.TensorParallelSize;
        config["max-model-len"] = model.MaxModelLen;
        config["max-num-seqs"] = model.MaxNumSeqs;
        config["max-num-batched-tokens"] = model.TokenBudget;
        config["block-size"] = model.BlockSize;
        config["time-scale"] = model.TimeScale;
        return config;
    }

    private static JsonValue ValueOf(string text) =>
        bool.TryParse(text, out bool flag) ? JsonValue.Create(flag)
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole) ? JsonValue.Create(whole)
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? JsonValue.Create(number)
        : JsonValue.Create(text);
}
