using System.Xml.Linq;

namespace Emulator.Svg;

/// <summary>How the n-th thing is told from the others: by colour, and by dashes for whoever cannot tell colours.</summary>
public static class Series
{
    /// <summary>Colours that <see cref="PlotStyle"/> defines.</summary>
    public const int Colours = 7;

    /// <summary>Class of a line.</summary>
    public static string Stroke(int index) => $"line c{index % Colours} d{index % Colours}";

    /// <summary>Class of an area or a point.</summary>
    public static string Fill(int index) => $"f{index % Colours}";

    /// <summary>A sample of the line, for the legend.</summary>
    public static XElement LineSample(int index) => Mark.Drawing(30, 10, "line", [Mark.Line(0, 5, 30, 5, Stroke(index)), Mark.Circle(15, 5, 3.5, Fill(index))]);

    /// <summary>A sample of the area, for the legend.</summary>
    public static XElement AreaSample(string cssClass) => Mark.Drawing(12, 12, "area", [Mark.Rect(0, 0, 12, 12, cssClass)]);
}
