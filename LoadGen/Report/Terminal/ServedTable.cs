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
        string replay = served.ReplayIdentical
            ? $"[green]replay identical[/] ({Figures.Count(served.Steps)} steps, hash {served.PlanHash})"
            : $"[red]replay differs[/]: {Markup.Escape(served.ReplayDifference!)}";
        console.MarkupLine($"[bold]{Markup.Escape(served.Configuration)}[/]: {replay}, {Pace(served)}");
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

    /// <summary>Whether the host kept up, coloured.</summary>
    internal static string Pace(ServedReport served) => served.Live.Host.KeptUp switch
    {
        true => $"[green]{served.PaceText()}[/]",
        false => $"[yellow]{served.PaceText()}[/]",
        null => served.PaceText(),
    };
}
