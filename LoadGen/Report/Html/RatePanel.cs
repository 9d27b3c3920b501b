using System.Xml.Linq;
using Emulator.Svg;
using LoadGen.Measure;

namespace LoadGen.Report.Html;

/// <summary>All that is shown of one rate: how requests ended, where step time went, how latencies are distributed, and how each run went.</summary>
internal static class RatePanel
{
    public static IEnumerable<object?> Of(CompareReport report, double rateScale)
    {
        (ConfigurationReport Configuration, IReadOnlyList<RunReport> Runs)[] rows =
        [
            .. report.Configurations.Select(c => (c, report.RunsOf(c.Name, rateScale))).Where(r => r.Item2.Count > 0),
        ];
        long seed = rows.Length == 0 ? 0 : rows[0].Runs[0].Seed;

        yield return new XElement("h2", "How requests ended, and where step time went");
        yield return Tag.Of("div", "plots pairs", Outcomes(rows), Cost(rows));

        yield return new XElement("h2", "Latencies");
        yield return Legends.Configurations(report);
        yield return Tag.Of(
            "div", "plots pairs",
            DistributionPlot.Of(report, rateScale, "Time to first token (TTFT)", "from when the request was due to its first token", d => d.Ttft),
            DistributionPlot.Of(report, rateScale, "End to end (E2E), completed requests", "from when the request was due to its end", d => d.E2e));
        yield return Tag.Of("p", "note", $"Share of all arrivals, seed {seed}: a line that ends below 100 % leaves the rest without an answer.");

        XElement[] timelines =
        [
            .. rows.Where(r => r.Runs[0].Timeline is not null)
                .Select(r => TimelinePlot.Of(r.Configuration.Name, r.Runs[0].Timeline!)),
        ];
        if (timelines.Length > 0)
        {
            yield return new XElement("h2", $"Over time, seed {seed}");
            yield return Legends.Timeline();
            yield return Tag.Of("div", "plots", timelines);
        }
    }

    private static XElement Outcomes((ConfigurationReport Configuration, IReadOnlyList<RunReport> Runs)[] rows)
    {
        List<StackPlot.Bar> bars = [];
        foreach ((ConfigurationReport configuration, IReadOnlyList<RunReport> runs) in rows)
        {
            double arrivals = Math.Max(1, runs.Sum(r => r.Arrivals));
            bars.Add(new StackPlot.Bar(
                configuration.Name,
                Figures.Share(runs.Sum(r => r.Outcomes.Completed) / arrivals),
                [.. Enum.GetValues<LoadOutcome>().Select(o => (o.ToText(), runs.Sum(r => r.Outcomes[o]) / arrivals, OutcomeColours.Class(o)))]));
        }

        XElement figure = StackPlot.Of("Outcomes", "share of arrivals, all seeds", bars, MetricUnit.Share, axisEnd: 1);
        figure.Element("h3")!.AddAfterSelf(Legends.Outcomes(rows.SelectMany(r => r.Runs)));
        return figure;
    }

    private static XElement? Cost((ConfigurationReport Configuration, IReadOnlyList<RunReport> Runs)[] rows)
    {
        List<StackPlot.Bar> bars = [];
        foreach ((ConfigurationReport configuration, IReadOnlyList<RunReport> runs) in rows)
        {
            EngineReport[] engines = [.. runs.Select(r => r.Engine).OfType<EngineReport>().Where(e => e.CostShare is not null && e.StepSecondsMean is not null)];
            if (engines.Length > 0)
            {
                bars.Add(new StackPlot.Bar(
                    configuration.Name,
                    Figures.Seconds(engines.Average(e => e.StepSecondsMean)),
                    [
                        .. engines[0].CostShare!.Terms().Select((term, i) => (
                            term.Name,
                            engines.Average(e => e.CostShare!.Terms().ElementAt(i).Share * e.StepSecondsMean!.Value),
                            CostColours.Class(term.Name))),
                    ]));
            }
        }

        if (bars.Count == 0)
        {
            return null;
        }

        XElement figure = StackPlot.Of("Mean step, by term of its cost", "model time", bars, MetricUnit.Seconds);
        figure.Element("h3")!.AddAfterSelf(Legends.CostTerms());
        return figure;
    }
}
