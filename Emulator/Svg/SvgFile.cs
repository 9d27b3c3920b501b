using System.Xml.Linq;

namespace Emulator.Svg;

/// <summary>A drawing as a file of its own, with its looks in it: any browser shows it, and any page can embed it.</summary>
public static class SvgFile
{
    private const string OwnStyle = """

        svg { font-family: system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
        .paper { fill: var(--card); }

        """;

    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    /// <summary>Writes it.</summary>
    /// <param name="writer">The file.</param>
    /// <param name="width">Width of the drawing, in pixels.</param>
    /// <param name="height">Height of the drawing, in pixels.</param>
    /// <param name="name">What it shows, for those who cannot see it.</param>
    /// <param name="marks">What is drawn.</param>
    public static void Write(TextWriter writer, double width, double height, string name, IEnumerable<XElement> marks)
    {
        ArgumentNullException.ThrowIfNull(writer);
        XElement drawing = Mark.Drawing(width, height, name, [new XElement("style", PlotStyle.Text + OwnStyle), Mark.Rect(0, 0, width, height, "paper"), .. marks]);
        foreach (XElement element in drawing.DescendantsAndSelf())
        {
            element.Name = s_svg + element.Name.LocalName;
        }

        writer.WriteLine(drawing.ToString());
    }
}
