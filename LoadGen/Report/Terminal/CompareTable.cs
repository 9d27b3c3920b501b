using LoadGen.Measure;
using Spectre.Console;

namespace LoadGen.Report.Terminal;

/// <summary>Configurations side by side as text: a column each, a group of rows a metric, a row a rate scale. Too many columns go on in a further table.</summary>
public static class CompareTable
{
    private const int LabelWidth = 20;
    private const int ColumnWidth = 18;
    private const int Gap = 2;

    /// <summary>What the brackets are.</summary>
    internal const string Bars = "[from, to]: 90 % error bars, how far off the cost model may be";

    /// <summary>Writes the comparison, its closing sentences last.</summary>
    public static void Write(IAnsiConsole console, CompareReport report)
    {
        if (report.Partial)
        {
            console.MarkupLine("[bold yellow]Partial: runs are missing or were cut short.[/]");
        }

        foreach (RunReport run in report.Runs.Where(r => Limits.Of(r) is not null))
        {
            console.MarkupLine($"[bold yellow]{Markup.Escape($"{run.DisplayName}, seed {run.Seed}: {Limits.Of(run)}")}[/]");
        }

        string seeds = report.Seeds.Count == 1 ? $"seed {report.Seeds[0]}" : $"{report.Seeds.Count} seeds, mean ± half the 95 % confidence interval";
        console.WriteLine($"{report.Workload}, arrivals for {Figures.Duration(report.Duration)}, {seeds}; durations are model time, rates to the last answer");
        foreach (string device in report.Devices)
        {
            console.WriteLine(device);
        }

        if (report.HasIntervals)
        {
            console.WriteLine(Bars);
        }

        foreach (string none in report.WithoutIntervals)
        {
            console.WriteLine(none);
        }

        console.WriteLine();

        int atOnce = Math.Max(1, (console.Profile.Width - LabelWidth) / (ColumnWidth + Gap));
        foreach (ConfigurationReport[] part in report.Configurations.Chunk(atOnce))
        {
            Columns(report, part).Write(console);
        }

        if (report.Agreement.Count > 0)
        {
            Agreement(report.Agreement).Write(console);
        }

        foreach (string sentence in report.Sentences)
        {
            console.WriteLine(sentence);
        }
    }

    private static TextTable Columns(CompareReport report, IReadOnlyList<ConfigurationReport> configurations)
    {
        TextTable table = new(Gap, [report.RateScales.Count > 1 ? "at rate scale" : string.Empty, .. configurations.Select(c => c.Name)]);
        if (configurations.Any(c => c.Gpus is not null))
        {
            table.Add([string.Empty, .. configurations.Select(c => c.Hardware())]);
        }

        foreach (CompareMetric metric in CompareMetric.All)
        {
            (double Rate, MeanInterval?[] Values)[] rows =
            [
                .. report.RateScales
                    .Select(rate => (rate, configurations.Select(c => report.Value(c.Name, rate, metric)).ToArray()))
                    .Where(r => r.Item2.Any(v => v is not null)),
            ];
            if (rows.Length == 0)
            {
                continue;
            }

            if (report.RateScales.Count > 1)
            {
                table.AddHeading(metric.Label);
            }

            foreach ((double rate, MeanInterval?[] values) in rows)
            {
                string label = report.RateScales.Count > 1 ? $"  at {Figures.Factor(rate)}" : metric.Label;
                table.Add([label, .. values.Select(v => Figures.Of(v, metric.Unit))]);
                MetricInterval?[] bars = [.. configurations.Select(c => report.Interval(c.Name, rate, metric))];
                if (bars.Any(bar => bar is not null))
                {
                    table.Add(["    error bars", .. bars.Select(bar => bar is null ? string.Empty : Figures.Of(bar, metric.Unit))]);
                }
            }
        }

        return table;
    }

    private static TextTable Agreement(IReadOnlyList<AgreementLine> lines)
    {
        TextTable table = new(Gap, "measured beside simulated", "rate scale", "simulated", "measured", "difference");
        foreach (IGrouping<(string Configuration, double RateScale), AgreementLine> group in lines.GroupBy(l => (l.Configuration, l.RateScale)))
        {
            table.AddHeading(group.Key.Configuration);
            foreach (AgreementLine line in group)
            {
                CompareMetric metric = CompareMetric.Named(line.Metric);
                table.Add(
                    "  " + metric.Label, Figures.Factor(line.RateScale), Figures.Of(line.Simulated, metric.Unit), Figures.Of(line.Live, metric.Unit), line.DifferenceText());
            }
        }

        return table;
    }
}
