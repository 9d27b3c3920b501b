using System.Globalization;
using System.Xml.Linq;

namespace Emulator.Svg;

/// <summary>Things that sum to a whole, over each other, and a line to compare the whole with.</summary>
/// <param name="Title">What is shown.</param>
/// <param name="XName">What the horizontal axis is.</param>
/// <param name="XIsLogarithmic">Whether the horizontal axis goes by powers of ten.</param>
/// <param name="X">Places on the horizontal axis, ascending, above 0.</param>
/// <param name="Layers">The things, lowest first.</param>
/// <param name="Reference">The line.</param>
/// <param name="Unit">The unit of their values, above 0.</param>
public sealed record StackedAreas(
    string Title, string XName, bool XIsLogarithmic, IReadOnlyList<double> X, IReadOnlyList<PlotSeries> Layers, PlotSeries Reference, string Unit)
{
    private const double Width = 720;
    private const double Height = 400;
    private const double LegendWidth = 120;

    /// <summary>Writes the drawing as a file of its own.</summary>
    public void Write(TextWriter writer)
    {
        Frame frame = new(Left: 66, Top: 34, Right: Width - LegendWidth - 16, Bottom: Height - 46);
        double most = Enumerable.Range(0, X.Count).Max(i => Math.Max(Layers.Sum(layer => layer.Values[i]), Reference.Values[i]));
        Scale across = XIsLogarithmic || X[0] == X[^1] ? Scale.Powers(X[0], X[^1], frame.Left, frame.Right) : Scale.Between(X[0], X[^1], frame.Left, frame.Right);
        Scale up = Scale.FromZero(most, frame.Bottom, frame.Top);
        SvgFile.Write(writer, Width, Height, Title,
        [
            Mark.Text(frame.Left, 20, Title, "start", "strong"),
            .. frame.VerticalAxis(up, value => $"{Number(value)} {Unit}"),
            .. Areas(across, up),
            Mark.Path(X.Select((x, i) => (across[x], up[Reference.Values[i]])), Reference.CssClass, Reference.Name),
            .. frame.HorizontalAxis(across, Number, XName),
            .. Legend(frame.Right + 18, frame.Top + 10),
        ]);
    }

    private IEnumerable<XElement> Areas(Scale across, Scale up)
    {
        double[] below = new double[X.Count];
        foreach (PlotSeries layer in Layers.Where(layer => layer.Values.Any(value => value > 0)))
        {
            double[] above = [.. below.Zip(layer.Values, (sum, value) => sum + value)];
            IEnumerable<(double, double)> upper = X.Select((x, i) => (across[x], up[above[i]]));
            IEnumerable<(double, double)> lower = X.Select((x, i) => (across[x], up[below[i]])).Reverse();
            yield return Mark.Polygon([.. upper, .. lower], "part " + layer.CssClass, layer.Name);
            below = above;
        }
    }

    // Highest layer first, as they lie.
    private IEnumerable<XElement> Legend(double left, double top)
    {
        const double LineHeight = 20;
        double y = top;
        foreach (PlotSeries layer in Layers.Where(layer => layer.Values.Any(value => value > 0)).Reverse())
        {
            yield return Mark.Rect(left, y - 10, 12, 12, layer.CssClass);
            yield return Mark.Text(left + 20, y, layer.Name);
            y += LineHeight;
        }

        yield return Mark.Line(left, y - 4, left + 14, y - 4, Reference.CssClass);
        yield return Mark.Text(left + 20, y, Reference.Name);
    }

    private static string Number(double value) => value.ToString("#,0.####", CultureInfo.InvariantCulture);
}
