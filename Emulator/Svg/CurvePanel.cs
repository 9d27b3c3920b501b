using System.Xml.Linq;

namespace Emulator.Svg;

/// <summary>Lines over a common axis.</summary>
/// <param name="Title">What its upward axis is.</param>
/// <param name="Across">The horizontal axis.</param>
/// <param name="Up">The vertical axis.</param>
/// <param name="Curves">The lines, those in front last.</param>
public sealed record CurvePanel(string Title, PanelAxis Across, PanelAxis Up, IReadOnlyList<Curve> Curves) : Panel(Title)
{
    private const double LabelWidth = 48;
    private const double LabelHeight = 13;

    /// <inheritdoc/>
    public override IEnumerable<XElement> Marks(Frame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        Scale across = Across.Over(frame.Left, frame.Right);
        Scale up = Up.Over(frame.Bottom, frame.Top);
        return
        [
            .. frame.VerticalAxis(up, Up.Label),
            .. frame.HorizontalAxis(across, Across.Label, Across.Name),
            .. Curves.SelectMany(curve => Marks(curve, across, up, frame.Bottom)),
            .. Legend(frame.Left, frame.Top - 14, Curves.Where(curve => curve.Name.Length > 0).Select(curve => (curve.Name, curve.Index))),
        ];
    }

    private IEnumerable<XElement> Marks(Curve curve, Scale across, Scale up, double bottom)
    {
        (double X, double Y)[] pixels = [.. curve.Points.Select(point => (across[point.X], up[point.Y]))];
        if (pixels.Length == 0)
        {
            yield break;
        }

        yield return curve.IsArea
            ? Mark.Area(pixels, bottom, $"soft {Series.Fill(curve.Index)} c{curve.Index % Series.Colours}", curve.Name)
            : Mark.Path(pixels, Series.Stroke(curve.Index), curve.Name);
        (double X, double Y) labelled = (double.NegativeInfinity, double.NegativeInfinity);
        for (int i = 0; i < pixels.Length; i++)
        {
            LabelledPoint point = curve.Points[i];
            if (curve.HasDots)
            {
                yield return Mark.Circle(pixels[i].X, pixels[i].Y, 3.5, Series.Fill(curve.Index), $"{curve.Name} {point.Label}: {Across.Label(point.X)}, {Up.Label(point.Y)}");
            }

            if (point.Label.Length > 0)
            {
                // One that would stand on the label before goes to the other side of its point.
                bool crowded = Math.Abs(pixels[i].X - labelled.X) < LabelWidth && Math.Abs(pixels[i].Y - labelled.Y) < LabelHeight;
                yield return crowded ? Mark.Text(pixels[i].X - 7, pixels[i].Y + 14, point.Label, "end") : Mark.Text(pixels[i].X + 7, pixels[i].Y - 6, point.Label);
                labelled = pixels[i];
            }
        }
    }
}
