using Spectre.Console;

namespace LoadGen.Report.Terminal;

/// <summary>What was really served, as text: the verdict line first, then measured beside simulated.</summary>
public static class ServedTable
{
    /// <summary>Writes one configuration's live run.</summary>
    public static void Write(IAnsiConsole console, ServedReport served)
    {
        ArgumentNullException.ThrowIfNull(console);
        ArgumentNullException.ThrowIfNull(served);
        HostReport host = served.Live.Host;
        string replay = served.ReplayIdentical
            ? $"[green]replay identical[/] ({Figures.Count(served.Steps)} steps, hash {served.PlanHash})"
            : $"[red]replay differs[/]: {Markup.Escape(served.ReplayDifference!)}";
        string pace = host.KeptUp switch
        {
            true => "[green]host kept up[/]",
            false => "[yellow]host did not keep up[/]",
            null => "host's pace unknown",
        };
        console.MarkupLine($"[bold]{Markup.Escape(served.Configuration)}[/]: {replay}, {pace}");
        console.WriteLine($"  {served.OutcomesText()}");
        if (served.Live.Balance is { } balance)
        {
            console.WriteLine($"  {balance.ServerText()}");
            console.MarkupLine(balance.Holds ? $"  {Markup.Escape(balance.ClientText())}" : $"  [red]{Markup.Escape(balance.ClientText())}[/]");
        }

        console.WriteLine($"  {served.LatenessText()}");

        TextTable table = new(2, "  median of completed", "simulated", "server", string.Empty, "client", string.Empty);
        foreach (IGrouping<string, MedianCheck> metric in served.Medians.GroupBy(m => m.Metric))
        {
            MedianCheck? server = metric.FirstOrDefault(m => m.Side == "server");
            MedianCheck? client = metric.FirstOrDefault(m => m.Side == "client");
            table.Add($"  {metric.Key.ToUpperInvariant()}", Figures.Seconds(metric.First().Simulated), Figures.Seconds(server?.Measured), server?.VerdictText(served.Live.TimeScale) ?? string.Empty, Figures.Seconds(client?.Measured), client?.VerdictText(served.Live.TimeScale) ?? string.Empty);
        }

        table.Write(console);
    }
}
