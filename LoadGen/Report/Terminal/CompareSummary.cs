using Spectre.Console;

namespace LoadGen.Report.Terminal;

/// <summary>A comparison on one screen: a column a configuration, a block of rows a rate, two figures that belong together in one cell.</summary>
public static class CompareSummary
{
    private const int Gap = 2;

    private static readonly (string Label, string First, string? Second)[] Rows =
    [
        ("success rate", "success_rate", null),
        ("requests/s", "sustained_requests_per_second", null),
        ("output tokens/s", "sustained_output_tokens_per_second", null),
        ("TTFT p50 / p99", "ttft_p50", "ttft_p99"),
        ("TPOT p50 / p99", "tpot_p50", "tpot_p99"),
        ("E2E p50 / p99", "e2e_p50", "e2e_p99"),
        ("step / sequences", "step_seconds_mean", "batch_mean"),
        ("all-reduce share", "allreduce_share", null),
        ("KV use mean / max", "kv_usage_mean", "kv_usage_max"),
        ("preemptions", "preemptions", null),
        ("work for timed out", "timed_out_work_share", null),
    ];

    /// <summary>Writes the table.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="report">The comparison.</param>
    /// <param name="requestsPerSecond">The workload's first turns per second at rate scale 1.</param>
    public static void Write(IAnsiConsole console, CompareReport report, double requestsPerSecond)
    {
        ArgumentNullException.ThrowIfNull(console);
        ArgumentNullException.ThrowIfNull(report);
        TextTable table = new(Gap, [string.Empty, .. report.Configurations.Select(c => c.Name)]);
        table.Add([string.Empty, .. report.Configurations.Select(c => c.Hardware())]);
        foreach (double rate in report.RateScales)
        {
            table.AddHeading($"rate {Figures.Factor(rate)} ({Figures.Number(rate * requestsPerSecond)} requests/s)");
            foreach ((string label, string first, string? second) in Rows)
            {
                table.Add([$"  {label}", .. report.Configurations.Select(c => Cell(report, c.Name, rate, first, second))]);
                AddBars(table, report.Configurations.Select(c => report.Interval(c.Name, rate, CompareMetric.Named(first))), CompareMetric.Named(first).Unit);
            }
        }

        if (report.Capacity.Count > 0)
        {
            table.AddHeading("highest rate with 95 % success");
            table.Add(["  requests/s", .. report.Configurations.Select(c => Capacity(report, c.Name))]);
            AddBars(table, report.Configurations.Select(c => report.Capacity.FirstOrDefault(found => found.Configuration == c.Name)?.PredictionInterval), MetricUnit.PerSecond);
        }

        table.Write(console);
        foreach (string line in report.HasIntervals ? [CompareTable.Bars, .. report.WithoutIntervals] : report.WithoutIntervals)
        {
            console.WriteLine(line);
        }

        console.WriteLine();
    }

    // A row of their own, and of a pair the first one's, so that the columns stay narrow; none where no column has any.
    private static void AddBars(TextTable table, IEnumerable<MetricInterval?> bars, MetricUnit unit)
    {
        string[] cells = [.. bars.Select(bar => bar is null ? string.Empty : Figures.Of(bar, unit))];
        table.Add([cells.All(cell => cell.Length == 0) ? string.Empty : "    error bars", .. cells]);
    }

    // Of a pair the first carries its interval; the second's stands in the report.
    private static string Cell(CompareReport report, string configuration, double rate, string first, string? second)
    {
        CompareMetric metric = CompareMetric.Named(first);
        string text = Figures.Compact(report.Value(configuration, rate, metric), metric.Unit);
        if (second is null)
        {
            return text;
        }

        CompareMetric other = CompareMetric.Named(second);
        string further = Figures.Of(report.Value(configuration, rate, other)?.Mean, other.Unit);

        // 75.4±2.7 / 128 ms: a unit that both have is written once.
        int unit = text.LastIndexOf(' ');
        return unit > 0 && further.EndsWith(text[unit..], StringComparison.Ordinal) ? $"{text[..unit]} / {further}" : $"{text} / {further}";
    }

    private static string Capacity(CompareReport report, string configuration) => report.Capacity.FirstOrDefault(c => c.Configuration == configuration) switch
    {
        null => Figures.None,
        { RequestsPerSecond: { } rate } => Figures.Number(rate),
        _ => "none",
    };
}
