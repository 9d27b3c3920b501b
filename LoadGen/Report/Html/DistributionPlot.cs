using System.Xml.Linq;
using Emulator.Svg;

namespace LoadGen.Report.Html;

/// <summary>Cumulative distributions of a latency at one rate, as shares of all arrivals: a line that ends below 100 % shows how many got no answer.</summary>
internal static class DistributionPlot
{
    private const double Height = 270;

    public static XElement? Of(CompareReport report, double rateScale, string title, string axis, Func<DistributionReport, Distribution?> select)
    {
        (int Index, string Name, Distribution Distribution)[] lines =
        [
            .. report.Configurations
                .Select((c, i) => (Index: i, c.Name, Distribution: report.RunsOf(c.Name, rateScale) is [var first, ..] ? select(first.Distributions) : null))
                .Where(l => l.Distribution is not null)
                .Select(l => (l.Index, l.Name, l.Distribution!)),
        ];
        if (lines.Length == 0)
        {
            return null;
        }

        const double leastSeconds = 1e-6; // a logarithm has no zero
        Frame frame = new(Left: 58, Top: 10, Right: Frame.DrawingWidth - 18, Bottom: Height - 42);
        Scale across = Scale.Powers(
            lines.Min(l => Math.Max(leastSeconds, l.Distribution.Seconds[0])), lines.Max(l => Math.Max(leastSeconds, l.Distribution.Seconds[^1])), frame.Left, frame.Right);
        Scale up = Scale.FromZero(lines.Max(l => l.Distribution.Share[^1]), frame.Bottom, frame.Top);
        List<XElement> marks =
        [
            .. frame.VerticalAxis(up, v => Figures.Axis(v, MetricUnit.Share)),
            .. frame.HorizontalAxis(across, v => Figures.Axis(v, MetricUnit.Seconds), axis),
        ];
        foreach ((int index, string name, Distribution d) in lines)
        {
            marks.Add(Mark.Path(d.Seconds.Zip(d.Share, (x, y) => (across[x], up[y])), Series.Stroke(index), name));
            marks.Add(Mark.Circle(
                across[d.Seconds[^1]], up[d.Share[^1]], 3.5, Series.Fill(index), $"{name}: {Figures.Share(d.Share[^1])} of the arrivals within {Figures.Seconds(d.Seconds[^1])}"));
        }

        return Tag.Figure(title, Mark.Drawing(Frame.DrawingWidth, Height, title, marks));
    }
}
