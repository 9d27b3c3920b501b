using System.Xml.Linq;

namespace LoadGen.Report.Html;

/// <summary>What was really served: whether the journal's replay is identical, whether the host kept up, both sides' books, and medians beside simulated ones.</summary>
internal static class ServedSection
{
    private static readonly string[] Head = ["median", "simulated", "server", "verdict", "client", "verdict"];

    public static XElement? Of(IReadOnlyList<ServedReport> served) => served.Count == 0
        ? null
        : Tag.Section(
            "Served over real gRPC",
            new XElement("p", "The same schedule to each, open loop, in this process; all times but lateness are model time. Server: by the server's own clock, without the network."),
            Tag.Of("div", "served", served.Select(One)));

    private static XElement One(ServedReport served) => new(
        "div",
        new XElement("h3", served.Configuration),
        new XElement(
            "ul",
            Verdict(
                served.ReplayIdentical,
                served.ReplayIdentical ? $"replay identical: {Figures.Count(served.Steps)} steps, hash {served.PlanHash}" : $"replay differs: {served.ReplayDifference}"),
            Verdict(served.Live.Host.KeptUp, served.PaceText()),
            served.Live.Balance is { } balance ? Verdict(balance.Holds, balance.Text()) : null,
            new XElement("li", served.OutcomesText()),
            new XElement("li", served.LatenessText()),
            served.LongPrompt is null ? null : new XElement("li", $"{Figures.Count(ServedReport.LongPromptTokens)}-token prompt: {served.LongPrompt}")),
        Medians(served));

    private static XElement Medians(ServedReport served) => Tag.Table(
        Head.Select(h => new XElement("th", h)),
        served.Medians.GroupBy(m => m.Metric).Select(metric => new XElement(
            "tr",
            new XElement("td", metric.Key.ToUpperInvariant()),
            new XElement("td", Figures.Seconds(metric.First().Simulated)),
            Side(metric.FirstOrDefault(m => m.Side == "server"), served.Live.TimeScale),
            Side(metric.FirstOrDefault(m => m.Side == "client"), served.Live.TimeScale))));

    private static XElement[] Side(MedianCheck? check, double? timeScale) =>
    [
        new XElement("td", Figures.Seconds(check?.Measured)),
        check?.Agrees is bool agrees ? Tag.Of("td", agrees ? "good" : "bad", check.VerdictText(timeScale)) : new XElement("td", check?.VerdictText(timeScale) ?? string.Empty),
    ];

    private static XElement Verdict(bool? good, string text) => good switch
    {
        true => Tag.Of("li", "good", text),
        false => Tag.Of("li", "bad", text),
        null => new XElement("li", text),
    };
}
