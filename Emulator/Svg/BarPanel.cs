using System.Xml.Linq;

namespace Emulator.Svg;

/// <summary>Upright bars, each made of parts.</summary>
/// <param name="Title">What the parts' heights are.</param>
/// <param name="Name">What tells the bars apart: the horizontal axis.</param>
/// <param name="Up">The vertical axis.</param>
/// <param name="Parts">The parts' names, from below.</param>
/// <param name="Bars">Each bar's name, what stands above it, and its parts' heights, as many as there are names.</param>
public sealed record BarPanel(string Title, string Name, PanelAxis Up, IReadOnlyList<string> Parts, IReadOnlyList<(string Name, string Above, IReadOnlyList<double> Heights)> Bars) : Panel(Title)
{
    private const double WidestBar = 44;

    /// <inheritdoc/>
    public override IEnumerable<XElement> Marks(Frame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        Scale up = Up.Over(frame.Bottom, frame.Top);
        double place = (frame.Right - frame.Left) / Math.Max(1, Bars.Count);
        double width = Math.Min(WidestBar, place * 0.7);
        return
        [
            .. frame.VerticalAxis(up, Up.Label),
            .. Bars.SelectMany((bar, i) => Marks(bar, frame.Left + ((i + 0.5) * place), width, up, frame.Bottom)),
            Mark.Line(frame.Left, frame.Bottom, frame.Right, frame.Bottom, "axis"),
            Mark.Text((frame.Left + frame.Right) / 2, frame.Bottom + 34, Name, "middle", "name"),
            .. Legend(frame.Left, frame.Top - 20, Parts.Select((part, i) => (part, i)), areas: true),
        ];
    }

    private IEnumerable<XElement> Marks((string Name, string Above, IReadOnlyList<double> Heights) bar, double middle, double width, Scale up, double bottom)
    {
        double sum = 0;
        for (int part = 0; part < bar.Heights.Count; part++)
        {
            double top = sum + bar.Heights[part];
            yield return Mark.Rect(middle - (width / 2), up[top], width, up[sum] - up[top], $"part {Series.Fill(part)}", $"{bar.Name}, {Parts[part]}: {Up.Label(bar.Heights[part])}");
            sum = top;
        }

        yield return Mark.Text(middle, up[sum] - 5, bar.Above, "middle");
        yield return Mark.Text(middle, bottom + 16, bar.Name, "middle");
    }
}
