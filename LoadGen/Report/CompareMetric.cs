namespace LoadGen.Report;

/// <summary>A figure by which runs are compared.</summary>
/// <param name="Name">Its name in <c>report.json</c>.</param>
/// <param name="Label">Its name for people.</param>
/// <param name="Unit">How it is written.</param>
/// <param name="Value">Reads it from a run; null when the run did not measure it. Durations in seconds.</param>
public sealed record CompareMetric(string Name, string Label, MetricUnit Unit, Func<RunReport, double?> Value)
{
    /// <summary>The metric that the study calls its key one.</summary>
    public static readonly CompareMetric SuccessRate = new("success_rate", "success rate", MetricUnit.Share, r => r.SuccessRate);

    /// <summary>Completed requests per second until the last answer.</summary>
    public static readonly CompareMetric RequestsPerSecond = new("sustained_requests_per_second", "completed requests/s", MetricUnit.PerSecond, r => r.Sustained?.RequestsPerSecond);

    /// <summary>Median time to first token.</summary>
    public static readonly CompareMetric TtftP50 = new("ttft_p50", "TTFT p50", MetricUnit.Seconds, r => r.Latency.Ttft?.P50?.TotalSeconds);

    /// <summary>Median time per output token.</summary>
    public static readonly CompareMetric TpotP50 = new("tpot_p50", "TPOT p50", MetricUnit.Seconds, r => r.Latency.Tpot?.P50?.TotalSeconds);

    /// <summary>Share of the computed tokens that went into requests which then timed out.</summary>
    public static readonly CompareMetric TimedOutWork = new("timed_out_work_share", "work for timed out", MetricUnit.Share, r => ShareOfWork(r, r.Engine?.TimedOutTokens));

    /// <summary>What a user of the server sees of it: the figures that carry the cost model's error as an interval.</summary>
    public static IReadOnlyList<CompareMetric> Predicted { get; } =
    [
        SuccessRate,
        RequestsPerSecond,
        new("sustained_output_tokens_per_second", "output tokens/s", MetricUnit.PerSecond, r => r.Sustained?.OutputTokensPerSecond),
        new("goodput", "goodput (requests/s)", MetricUnit.PerSecond, r => r.Goodput),
        new("slo_attainment", "SLO attainment", MetricUnit.Share, r => r.SloAttainment),
        TtftP50,
        new("ttft_p99", "TTFT p99", MetricUnit.Seconds, r => r.Latency.Ttft?.P99?.TotalSeconds),
        TpotP50,
        new("tpot_p99", "TPOT p99", MetricUnit.Seconds, r => r.Latency.Tpot?.P99?.TotalSeconds),
        new("itl_p99", "ITL p99", MetricUnit.Seconds, r => r.Latency.Itl?.P99?.TotalSeconds),
        new("e2e_p50", "E2E p50", MetricUnit.Seconds, r => r.Latency.E2e?.P50?.TotalSeconds),
        new("e2e_p99", "E2E p99", MetricUnit.Seconds, r => r.Latency.E2e?.P99?.TotalSeconds),
    ];

    /// <summary>All of them, in the order in which they are shown.</summary>
    public static IReadOnlyList<CompareMetric> All { get; } =
    [
        .. Predicted,
        new("queue_p50", "queue p50", MetricUnit.Seconds, r => r.Latency.Queue?.P50?.TotalSeconds),
        new("step_seconds_mean", "step, mean", MetricUnit.Seconds, r => r.Engine?.StepSecondsMean),
        new("batch_mean", "sequences in a step", MetricUnit.Number, r => r.Engine?.BatchMean),
        new("allreduce_share", "all-reduce share", MetricUnit.Share, r => r.Engine?.CostShare?.AllReduce),
        new("kv_usage_mean", "KV usage, mean", MetricUnit.Share, r => r.Engine?.KvUsageMean),
        new("kv_usage_max", "KV usage, largest", MetricUnit.Share, r => r.Engine?.KvUsageMax),
        new("preemptions", "preemptions", MetricUnit.Number, r => r.Engine?.Preemptions),
        TimedOutWork,
        new("wasted_share", "work wasted in all", MetricUnit.Share, r => ShareOfWork(r, r.Engine?.WastedTokens)),
    ];

    /// <summary>The metric of that name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static CompareMetric Named(string name) =>
        All.FirstOrDefault(m => m.Name == name) ?? throw new ArgumentException($"There is no metric '{name}'.", nameof(name));

    private static double? ShareOfWork(RunReport run, long? tokens) => run.Engine?.ComputedTokens > 0 ? (double?)tokens / run.Engine.ComputedTokens : null;
}
