using System.Globalization;
using System.Xml.Linq;
using Emulator.Svg;

namespace LoadGen.Report.Html;

/// <summary>The highest rate that each configuration carries, as bars.</summary>
internal static class CapacityPlot
{
    public static XElement? Of(CompareReport report)
    {
        if (report.Capacity.Count == 0)
        {
            return null;
        }

        string title = string.Create(CultureInfo.InvariantCulture, $"Highest rate with {report.Capacity[0].SuccessRate * 100:0.##} % success");
        StackPlot.Bar[] bars =
        [
            .. report.Capacity.Select(c => new StackPlot.Bar(
                c.Configuration,
                c.RequestsPerSecond is null ? "none" : $"{Figures.Number(c.RequestsPerSecond)}/s{(c.PredictionInterval is { } bar ? $" {Figures.Of(bar, MetricUnit.PerSecond)}" : string.Empty)}",
                [("requests/s", c.RequestsPerSecond ?? 0, Series.Fill(Index(report, c.Configuration)))])),
        ];
        return Tag.Section(
            title,
            Tag.Of("div", "plots pairs", StackPlot.Of("requests/s", "first turns per second", bars, MetricUnit.Number)),
            Tag.Of("p", "note", "The highest rate tried at which that share of all requests completed, by bisection in virtual time with one seed. None: not even the lowest rate tried did."));
    }

    private static int Index(CompareReport report, string configuration) =>
        Math.Max(0, report.Configurations.Select((c, i) => (c.Name, i)).FirstOrDefault(c => c.Name == configuration).i);
}
