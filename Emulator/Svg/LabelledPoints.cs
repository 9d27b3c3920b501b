using System.Globalization;
using System.Xml.Linq;

namespace Emulator.Svg;

/// <summary>One quantity over another, both by powers of ten.</summary>
/// <param name="Title">What is shown.</param>
/// <param name="XName">What the horizontal axis is.</param>
/// <param name="YName">What the vertical axis is.</param>
/// <param name="Series">Points above 0.</param>
public sealed record LabelledPoints(string Title, string XName, string YName, IReadOnlyList<PointSeries> Series)
{
    private const double Width = 720;
    private const double Height = 440;

    /// <summary>Writes the drawing as a file of its own.</summary>
    public void Write(TextWriter writer)
    {
        Frame frame = new(Left: 66, Top: 56, Right: Width - 60, Bottom: Height - 46);
        LabelledPoint[] all = [.. Series.SelectMany(series => series.Points)];
        Scale across = Scale.Powers(all.Min(point => point.X), all.Max(point => point.X), frame.Left, frame.Right);
        Scale up = Scale.Powers(all.Min(point => point.Y), all.Max(point => point.Y), frame.Bottom, frame.Top);
        SvgFile.Write(writer, Width, Height, Title,
        [
            Mark.Text(8, 20, Title, "start", "strong"),
            Mark.Text(8, 42, YName, "start", "name"),
            .. frame.VerticalAxis(up, Number),
            .. frame.HorizontalAxis(across, Number, XName),
            .. Series.SelectMany((series, i) => Marks(series, i, across, up)),
            .. Series.SelectMany((series, i) => Legend(series, i, frame.Right)),
        ]);
    }

    private static IEnumerable<XElement> Marks(PointSeries series, int index, Scale across, Scale up)
    {
        yield return Mark.Path(series.Points.Select(point => (across[point.X], up[point.Y])), Svg.Series.Stroke(index), series.Name);
        foreach (LabelledPoint point in series.Points)
        {
            (double x, double y) = (across[point.X], up[point.Y]);
            yield return Mark.Circle(x, y, 3.5, Svg.Series.Fill(index), $"{point.Label}: {Number(point.X)}, {Number(point.Y)}");

            // One series to the right above its points, the other to the left below: two lines that cross stay readable.
            yield return index % 2 == 0 ? Mark.Text(x + 6, y - 6, point.Label) : Mark.Text(x - 6, y + 14, point.Label, "end");
        }
    }

    private static IEnumerable<XElement> Legend(PointSeries series, int index, double right)
    {
        double left = right - 130;
        double y = 20 + (index * 18);
        yield return Mark.Line(left, y - 4, left + 26, y - 4, Svg.Series.Stroke(index));
        yield return Mark.Text(left + 34, y, series.Name);
    }

    private static string Number(double value) => value.ToString("#,0.###", CultureInfo.InvariantCulture);
}
