using Spectre.Console;

namespace LoadGen.Report.Terminal;

/// <summary>A comparison in five lines, for whoever reads only the last screen: device, success, what was really served, the long prompt.</summary>
public static class CompareGlance
{
    /// <summary>Writes the lines.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="report">The comparison.</param>
    public static void Write(IAnsiConsole console, CompareReport report)
    {
        ArgumentNullException.ThrowIfNull(console);
        ArgumentNullException.ThrowIfNull(report);
        console.MarkupLine("[bold]At a glance[/]");
        foreach (string device in report.Devices)
        {
            console.WriteLine($"  {device}");
        }

        foreach (double rate in report.RateScales)
        {
            string successes = string.Join(", ", report.Configurations.Select(c => $"{c.Name} {Success(report, c.Name, rate)}"));
            console.WriteLine($"  success at rate {Figures.Factor(rate)}: {successes}");
        }

        foreach (ServedReport served in report.Served)
        {
            string replay = served.ReplayIdentical ? "[green]replay identical[/]" : "[red]replay differs[/]";
            console.MarkupLine($"  live {Markup.Escape(served.Configuration)}: {replay}, {ServedTable.Pace(served)}; the long prompt {Markup.Escape(served.LongPrompt is { } answer ? answer.Split(':')[0] : "was not sent")}");
        }

        console.WriteLine();
    }

    // Bounds that read the same say nothing here.
    private static string Success(CompareReport report, string configuration, double rate)
    {
        string success = Figures.Share(report.Value(configuration, rate, CompareMetric.SuccessRate)?.Mean);
        MetricInterval? bar = report.Interval(configuration, rate, CompareMetric.SuccessRate);
        return bar is not null && Figures.Share(bar.Low) != Figures.Share(bar.High) ? Figures.WithBar(success, bar, MetricUnit.Share) : success;
    }
}
