using System.Xml.Linq;
using LoadGen.Measure;

namespace LoadGen.Report.Html;

/// <summary>The page's tables.</summary>
internal static class Tables
{
    private static readonly string[] AgreementHead = ["metric", "simulated", "measured", "difference"];

    /// <summary>Every metric, a row a rate scale and a column a configuration.</summary>
    public static XElement Comparison(CompareReport report)
    {
        IEnumerable<XElement> head =
        [
            new XElement("th", "metric"),
            new XElement("th", "rate scale"),
            .. report.Configurations.Select(c => new XElement("th", c.Name, new XElement("small", c.Hardware()))),
        ];
        List<XElement> body = [];
        foreach (CompareMetric metric in CompareMetric.All)
        {
            bool first = true;
            foreach (double rate in report.RateScales)
            {
                MeanInterval?[] values = [.. report.Configurations.Select(c => report.Value(c.Name, rate, metric))];
                if (values.All(v => v is null))
                {
                    continue;
                }

                body.Add(Row(
                    first,
                    [
                        new XElement("td", first ? metric.Label : string.Empty),
                        new XElement("td", Figures.Factor(rate)),
                        .. values.Zip(report.Configurations, (v, c) => Cell(Figures.Of(v, metric.Unit), report.Interval(c.Name, rate, metric) is { } bar ? Figures.Of(bar, metric.Unit) : null)),
                    ]));
                first = false;
            }
        }

        return Tag.Table(head, body);
    }

    /// <summary>Simulated beside measured.</summary>
    public static XElement Agreement(IReadOnlyList<AgreementLine> lines)
    {
        IEnumerable<XElement> head = AgreementHead.Select(h => new XElement("th", h));
        List<XElement> body = [];
        foreach (IGrouping<(string Configuration, double RateScale), AgreementLine> group in lines.GroupBy(l => (l.Configuration, l.RateScale)))
        {
            string title = $"{group.Key.Configuration} at rate scale {Figures.Factor(group.Key.RateScale)}";
            body.Add(Row(first: true, [new XElement("th", new XAttribute("colspan", AgreementHead.Length), title)]));
            foreach (AgreementLine line in group)
            {
                CompareMetric metric = CompareMetric.Named(line.Metric);
                body.Add(Row(
                    first: false,
                    [
                        new XElement("td", metric.Label),
                        Cell(Figures.Of(line.Simulated, metric.Unit)),
                        Cell(Figures.Of(line.Live, metric.Unit)),
                        Cell(line.DifferenceText()),
                    ]));
            }
        }

        return Tag.Table(head, body);
    }

    private static XElement Row(bool first, IEnumerable<XElement> cells) => first ? Tag.Of("tr", "group", cells) : new XElement("tr", cells);

    private static XElement Cell(string text, string? below = null) =>
        text == Figures.None ? Tag.Of("td", "none", text) : new XElement("td", text, below is null ? null : new XElement("small", below));
}
