using System.Xml.Linq;

namespace LoadGen.Report.Html;

/// <summary><c>report.html</c>: one file without a script or anything to load, light or dark as the reader's system is.</summary>
public static class HtmlReport
{
    /// <summary>Writes the page of a comparison.</summary>
    public static void Write(TextWriter writer, CompareReport report)
    {
        string title = report.Configurations.Count == 1
            ? $"{report.Workload} on {report.Configurations[0].Name}"
            : $"{report.Workload}: {report.Configurations.Count} configurations compared";
        HtmlPage.Write(
            writer,
            title,
            string.Concat(Enumerable.Range(0, report.RateScales.Count).Select(StyleSheet.Choice)),
            [
                Tag.Of("p", "meta", Meta(report)),
                report.Devices.Select(device => Tag.Of("p", "device", device)),
                report.WithoutIntervals.Select(none => Tag.Of("p", "device", none)),
                Banners(report),
                Sentences(report),
                ByRate(report),
                CapacityPlot.Of(report),
                Rates(report),
                Tag.Section("All figures", Tables.Comparison(report), Note(report)),
                ServedSection.Of(report.Served),
                Agreement(report),
                Definitions(),
            ]);
    }

    /// <summary>Writes the page of a single run.</summary>
    public static void Write(TextWriter writer, RunReport run) => Write(writer, CompareReport.Of([run]));

    private static string Meta(CompareReport report)
    {
        string seeds = report.Seeds.Count == 1 ? $"seed {report.Seeds[0]}" : $"{report.Seeds.Count} seeds";
        return $"{(report.MainKind == ReportKind.Simulate ? "Simulated in virtual time" : "Measured with real traffic")} · arrivals for {Figures.Duration(report.Duration)} · {seeds} · tool version {report.ToolVersion}";
    }

    private static IEnumerable<XElement> Banners(CompareReport report)
    {
        if (report.Partial)
        {
            yield return Tag.Of("p", "banner", "Partial: the run was interrupted, and only what had been measured by then is shown.");
        }

        foreach (RunReport run in report.Runs.Where(r => Limits.Of(r) is not null))
        {
            yield return Tag.Of("p", "banner", $"{run.DisplayName}, seed {run.Seed}: {Limits.Of(run)}");
        }
    }

    private static XElement? Sentences(CompareReport report) => report.Sentences.Count == 0
        ? null
        : new XElement("section", new XAttribute("class", "short"), new XElement("h2", "In short"), new XElement("ul", report.Sentences.Select(s => new XElement("li", WithCode(s)))));

    // `text` is what one would type.
    private static IEnumerable<object> WithCode(string sentence) =>
        sentence.Split('`').Select((part, i) => i % 2 == 1 ? (object)new XElement("code", part) : part);

    private static XElement? ByRate(CompareReport report) => report.RateScales.Count < 2
        ? null
        : Tag.Section(
            "By rate",
            Legends.Configurations(report),
            Tag.Of(
                "div", "plots pairs",
                new[] { CompareMetric.SuccessRate, CompareMetric.RequestsPerSecond, CompareMetric.TtftP50, CompareMetric.TpotP50 }
                    .Where(m => report.Cells.Any(c => c.Metrics.ContainsKey(m.Name)))
                    .Select(m => RatePlot.Of(report, m))),
            report.Seeds.Count > 1 ? Tag.Of("p", "note", "Points are means over seeds; thin bars are 95 % confidence intervals.") : null,
            report.HasIntervals ? Tag.Of("p", "note", "Broad bars are 90 % error bars: how far off the cost model may be.") : null);

    private static XElement Rates(CompareReport report)
    {
        IReadOnlyList<double> rates = report.RateScales;
        return Tag.Section(
            rates.Count < 2 ? "In detail" : "At one rate",
            rates.Select((_, i) => new XElement(
                "input",
                new XAttribute("class", "choice"), new XAttribute("type", "radio"), new XAttribute("name", "rate"), new XAttribute("id", $"rate-{i}"),
                i == 0 ? new XAttribute("checked", "checked") : null)),
            rates.Count < 2
                ? null
                : Tag.Of("div", "tabs", rates.Select((r, i) => new XElement(
                    "label", new XAttribute("for", $"rate-{i}"), new XAttribute("class", $"tab-{i}"), $"rate scale {Figures.Factor(r)}"))),
            Tag.Of("div", "panels", rates.Select((r, i) => Tag.Of("div", $"panel panel-{i}", RatePanel.Of(report, r)))));
    }

    private static XElement Note(CompareReport report) => Tag.Of(
        "p", "note",
        (report.Seeds.Count > 1 ? "Mean ± half the width of the 95 % confidence interval over seeds (Student t). " : string.Empty)
        + (report.HasIntervals ? "In brackets: 90 % error bars, the figure with every step as short and as long as measurements of the device allow; ≥ and ≤: no figure at the other end. " : string.Empty)
        + "A dash: not measured, or too few samples for that percentile.");

    private static XElement? Agreement(CompareReport report) => report.Agreement.Count == 0
        ? null
        : Tag.Section(
            "Measured beside simulated",
            new XElement("p", "The same schedule, once in virtual time and once as real traffic; all times are model time."),
            Tables.Agreement(report.Agreement));

    private static XElement Definitions() => Tag.Section(
        "How it is measured",
        Tag.Definitions(
            ("success rate", "completed requests by all arrivals of the window: first turns that were due and follow-ups that were issued; every other outcome counts against it"),
            ("rates", "requests due in the window that completed, whenever they did, by the window's length"),
            ("TTFT", "from when a request was due, not from when it was sent, to its first token; every request that got one"),
            ("TPOT", "time per output token after the first, a sample a completed request"),
            ("ITL", "gap between tokens, a sample a token of completed requests"),
            ("E2E", "from when a request was due to the end of its answer, completed requests"),
            ("wasted tokens", "computed for requests that then did not complete, or computed again after a preemption, as a share of all computed")));
}
