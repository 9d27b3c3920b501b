using System.Text.Json.Serialization;
using LoadGen.Measure;

namespace LoadGen.Report;

/// <summary>
/// Several runs side by side: configurations × rate scales, each over some seeds, and real traffic beside the simulation where there was any.
/// <c>report.json</c> of <c>compare</c>, and all that the page and the table are drawn from.
/// </summary>
public sealed record CompareReport
{
    /// <inheritdoc cref="RunReport.Schema"/>
    public string Schema { get; init; } = RunReport.SchemaVersion;

    /// <inheritdoc cref="RunReport.ToolVersion"/>
    public string ToolVersion { get; init; } = Emulator.ProductVersion.Own;

    /// <summary>Always a comparison.</summary>
    public ReportKind Kind { get; init; } = ReportKind.Compare;

    /// <summary>Whether runs are missing or were cut short.</summary>
    public bool Partial { get; init; }

    /// <summary>The workload's name.</summary>
    public required string Workload { get; init; }

    /// <summary>Length of each run's arrival window.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Seeds of the runs, ascending.</summary>
    public IReadOnlyList<long> Seeds { get; init; } = [];

    /// <summary>What is compared, in the order asked for.</summary>
    public IReadOnlyList<ConfigurationReport> Configurations { get; init; } = [];

    /// <summary>Means over seeds, a cell for each configuration, rate scale and kind of run.</summary>
    public IReadOnlyList<CompareCell> Cells { get; init; } = [];

    /// <summary>Simulated beside measured, metric by metric; empty without real traffic.</summary>
    public IReadOnlyList<AgreementLine> Agreement { get; init; } = [];

    /// <summary>What is emulated and whether its cost model is calibrated, a line a device.</summary>
    public IReadOnlyList<string> Devices { get; init; } = [];

    /// <summary>The highest rate that each configuration carries.</summary>
    public IReadOnlyList<CapacityReport> Capacity { get; init; } = [];

    /// <summary>Configurations that were really served, live beside simulated; their runs are also among <see cref="Runs"/>.</summary>
    public IReadOnlyList<ServedReport> Served { get; init; } = [];

    /// <summary>What the figures say, a sentence each, written by the command that ran the comparison.</summary>
    public IReadOnlyList<string> Sentences { get; init; } = [];

    /// <summary>The runs.</summary>
    public IReadOnlyList<RunReport> Runs { get; init; } = [];

    /// <summary>Rate scales, largest first.</summary>
    [JsonIgnore]
    public IReadOnlyList<double> RateScales => [.. Cells.Where(c => c.Kind == MainKind).Select(c => c.RateScale).Distinct().OrderDescending()];

    /// <summary>The kind of run that tables and plots show: simulations where there are any.</summary>
    [JsonIgnore]
    public ReportKind MainKind => Runs.Any(r => r.Kind == ReportKind.Simulate) ? ReportKind.Simulate : ReportKind.Run;

    /// <summary>A sentence for each reason for which configurations have no error bars; empty where all have them, and for real traffic.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> WithoutIntervals
    {
        get
        {
            var reasons = Configurations
                .Select(c => (c.Name, Reason: Runs.FirstOrDefault(r => r.DisplayName == c.Name && r.PredictionIntervalReason is not null)?.PredictionIntervalReason))
                .Where(c => c.Reason is not null)
                .GroupBy(c => c.Reason, c => c.Name)
                .ToArray();
            return [.. reasons.Select(reason => reason.Count() == Configurations.Count ? $"error bars: none, {reason.Key}" : $"error bars: none for {string.Join(", ", reason)}, {reason.Key}")];
        }
    }

    /// <summary>Whether any figure has an error bar.</summary>
    [JsonIgnore]
    public bool HasIntervals => Cells.Any(cell => cell.PredictionInterval is not null);

    /// <summary>The comparison of <paramref name="runs"/>, grouped by name, rate scale and kind.</summary>
    /// <param name="runs">At least one; the first says workload and duration.</param>
    /// <param name="sentences">What the figures say.</param>
    public static CompareReport Of(IReadOnlyList<RunReport> runs, IReadOnlyList<string>? sentences = null)
    {
        List<CompareCell> cells =
        [
            .. runs.GroupBy(r => (r.DisplayName, r.RateScale, r.Kind))
                .Select(g => CompareCell.Of(g.Key.DisplayName, g.Key.RateScale, g.Key.Kind, [.. g])),
        ];
        return new CompareReport
        {
            Partial = runs.Any(r => r.Partial),
            Workload = runs[0].Workload,
            Duration = runs[0].Duration,
            Seeds = [.. runs.Select(r => r.Seed).Distinct().Order()],
            Configurations = [.. runs.GroupBy(r => r.DisplayName).Select(g => ConfigurationReport.Of(g.First()))],
            Cells = cells,
            Agreement = AgreementLine.Between(runs),
            Devices = [.. runs.Select(run => run.Device?.Text()).OfType<string>().Distinct()],
            Sentences = sentences ?? [],
            Runs = runs,
        };
    }

    /// <summary>This comparison with what was really served beside it.</summary>
    public CompareReport With(IReadOnlyList<ServedReport> served)
    {
        RunReport[] pairs = [.. served.SelectMany(s => new[] { s.Simulated, s.Live })];
        return this with { Served = served, Runs = [.. Runs, .. pairs], Agreement = AgreementLine.Between(pairs), Partial = Partial || pairs.Any(r => r.Partial) };
    }

    /// <summary>The cell that tables show; null when that combination was not run.</summary>
    public CompareCell? Cell(string configuration, double rateScale) =>
        Cells.FirstOrDefault(c => c.Configuration == configuration && c.RateScale == rateScale && c.Kind == MainKind);

    /// <summary>The runs behind a cell, by seed.</summary>
    public IReadOnlyList<RunReport> RunsOf(string configuration, double rateScale) =>
        [.. Runs.Where(r => r.DisplayName == configuration && r.RateScale == rateScale && r.Kind == MainKind).OrderBy(r => r.Seed)];

    /// <summary>Mean of <paramref name="metric"/> over seeds; null when that was not measured.</summary>
    public MeanInterval? Value(string configuration, double rateScale, CompareMetric metric) =>
        Cell(configuration, rateScale)?.Metrics.GetValueOrDefault(metric.Name);

    /// <summary>How far off that mean may be because the cost model is; null where there are no error bars.</summary>
    public MetricInterval? Interval(string configuration, double rateScale, CompareMetric metric) =>
        Cell(configuration, rateScale)?.PredictionInterval?.GetValueOrDefault(metric.Name);
}
