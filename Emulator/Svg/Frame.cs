using System.Xml.Linq;

namespace Emulator.Svg;

/// <summary>The rectangle that a plot's values are drawn in, with its axes around it.</summary>
/// <param name="Left">Its left edge, in pixels.</param>
/// <param name="Top">Its upper edge.</param>
/// <param name="Right">Its right edge.</param>
/// <param name="Bottom">Its lower edge.</param>
public sealed record Frame(double Left, double Top, double Right, double Bottom)
{
    /// <summary>Width of every drawing: text keeps its size where one fills a telephone or a third of a screen.</summary>
    public const double DrawingWidth = 440;

    private const double LabelGap = 6;
    private const double LineHeight = 14;

    /// <summary>Lines across at the ticks, each labelled on the left.</summary>
    public IEnumerable<XElement> VerticalAxis(Scale scale, Func<double, string> label)
    {
        ArgumentNullException.ThrowIfNull(scale);
        ArgumentNullException.ThrowIfNull(label);
        foreach (double tick in scale.Ticks)
        {
            yield return Mark.Line(Left, scale[tick], Right, scale[tick], "grid");
            yield return Mark.Text(Left - LabelGap, scale[tick] + 4, label(tick), "end");
        }
    }

    /// <summary>Lines upward at the ticks, each labelled below, and the axis's name under them.</summary>
    public IEnumerable<XElement> HorizontalAxis(Scale scale, Func<double, string> label, string name)
    {
        ArgumentNullException.ThrowIfNull(scale);
        ArgumentNullException.ThrowIfNull(label);
        foreach (double tick in scale.Ticks)
        {
            yield return Mark.Line(scale[tick], Top, scale[tick], Bottom, "grid");
            yield return Mark.Text(scale[tick], Bottom + LineHeight + 2, label(tick), "middle");
        }

        yield return Mark.Line(Left, Bottom, Right, Bottom, "axis");
        yield return Mark.Text((Left + Right) / 2, Bottom + (2 * LineHeight) + 6, name, "middle", "name");
    }
}
