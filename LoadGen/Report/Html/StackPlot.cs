using System.Xml.Linq;
using Emulator.Svg;

namespace LoadGen.Report.Html;

/// <summary>Horizontal bars, one a configuration, each made of parts.</summary>
internal static class StackPlot
{
    private const double RowHeight = 30;
    private const double BarHeight = 20;
    private const double LabelWidth = 112;
    private const double ValueWidth = 62;
    private const int LabelLength = 17;

    /// <param name="Name">The configuration.</param>
    /// <param name="Total">What stands at the bar's end.</param>
    /// <param name="Parts">Lengths in the axis's unit, in order.</param>
    internal sealed record Bar(string Name, string Total, IReadOnlyList<(string Name, double Length, string CssClass)> Parts);

    public static XElement Of(string title, string axis, IReadOnlyList<Bar> bars, MetricUnit unit, double? axisEnd = null)
    {
        double height = (bars.Count * RowHeight) + 48;
        Frame frame = new(LabelWidth, 4, Frame.DrawingWidth - ValueWidth, height - 42);
        Scale across = Scale.FromZero(axisEnd ?? bars.Max(b => b.Parts.Sum(p => p.Length)), frame.Left, frame.Right, tickCount: 4);
        List<XElement> marks = [.. frame.HorizontalAxis(across, v => Figures.Axis(v, unit), axis)];
        for (int i = 0; i < bars.Count; i++)
        {
            Bar bar = bars[i];
            double top = frame.Top + (i * RowHeight) + ((RowHeight - BarHeight) / 2);
            double start = 0;
            foreach ((string name, double length, string cssClass) in bar.Parts.Where(p => p.Length > 0))
            {
                marks.Add(Mark.Rect(
                    across[start], top, across[start + length] - across[start], BarHeight, "part " + cssClass, $"{bar.Name}, {name}: {Figures.Of(length, unit)}"));
                start += length;
            }

            marks.Add(Mark.Text(frame.Left - 8, top + 14, Shortened(bar.Name), "end", "strong"));
            marks.Add(Mark.Text(across[start] + 6, top + 14, bar.Total, "start", "strong"));
        }

        return Tag.Figure(title, Mark.Drawing(Frame.DrawingWidth, height, title, marks));
    }

    private static string Shortened(string name) => name.Length <= LabelLength ? name : name[..(LabelLength - 1)] + "…";
}
