using Spectre.Console;

namespace LoadGen.Report.Terminal;

/// <summary>The error bars of one run as text, or why it has none.</summary>
internal static class IntervalTable
{
    /// <summary>Writes the table; nothing for real traffic.</summary>
    public static void Write(IAnsiConsole console, RunReport run)
    {
        if (run.PredictionIntervalReason is string reason)
        {
            console.WriteLine($"error bars: none, {reason}");
            console.WriteLine();
        }

        if (run.PredictionInterval is not { } interval)
        {
            return;
        }

        TextTable table = new(3, FormattableString.Invariant($"{interval.Level * 100:0} % error bars (cost model)"), "simulated", "from", "to");
        foreach (CompareMetric metric in CompareMetric.Predicted)
        {
            if (interval.Metrics.GetValueOrDefault(metric.Name) is { } bar)
            {
                table.Add(metric.Label, Figures.Of(metric.Value(run), metric.Unit), Figures.Of(bar.Low, metric.Unit), Figures.Of(bar.High, metric.Unit));
            }
        }

        table.Write(console);
    }
}
