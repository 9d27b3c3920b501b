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
        console.WriteLine($"  {Outcomes(served)}");
        console.WriteLine($"  late, wall time: steps p50 {Figures.Duration(host.StepLateness?.P50)} p99 {Figures.Duration(host.StepLateness?.P99)} max {Figures.Duration(host.StepLateness?.Max)}; sends p50 {Figures.Duration(host.SendLateness?.P50)} p99 {Figures.Duration(host.SendLateness?.P99)} max {Figures.Duration(host.SendLateness?.Max)}");

        TextTable table = new(2, "  median", "simulated", "server", string.Empty, "client", string.Empty);
        foreach (IGrouping<string, MedianCheck> metric in served.Medians.GroupBy(m => m.Metric))
        {
            MedianCheck? server = metric.FirstOrDefault(m => m.Side == "server");
            MedianCheck? client = metric.FirstOrDefault(m => m.Side == "client");
            table.Add($"  {metric.Key.ToUpperInvariant()}", Figures.Seconds(metric.First().Simulated), Figures.Seconds(server?.Measured), Verdict(server), Figures.Seconds(client?.Measured), Verdict(client));
        }

        table.Write(console);
    }

    private static string Outcomes(ServedReport served)
    {
        string Count(RunReport run) => string.Join(", ", Enum.GetValues<Measure.LoadOutcome>()
            .Where(outcome => run.Outcomes[outcome] > 0)
            .Select(outcome => $"{Figures.Count(run.Outcomes[outcome])} {Measure.LoadOutcomes.ToText(outcome).Replace('_', ' ')}"));
        return $"live: {Count(served.Live)}; simulated: {Count(served.Simulated)}";
    }

    private static string Verdict(MedianCheck? check)
    {
        if (check is null)
        {
            return string.Empty;
        }

        double relative = check.Simulated == 0 ? 0 : (check.Measured - check.Simulated) / check.Simulated;
        string off = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{relative * 100:+0.0;-0.0;0.0} %");
        return check.Agrees switch
        {
            true => $"{off} agrees",
            false => $"{off} differs",
            null => $"95 %: {Figures.Seconds(check.Low)} to {Figures.Seconds(check.High)}",
        };
    }
}
