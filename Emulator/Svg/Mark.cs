using System.Globalization;
using System.Xml.Linq;

namespace Emulator.Svg;

/// <summary>The few shapes that plots are made of. A title is what a pointer resting on the shape shows.</summary>
public static class Mark
{
    /// <summary>A straight line between two points, in pixels.</summary>
    public static XElement Line(double x1, double y1, double x2, double y2, string cssClass) => new(
        "line", new XAttribute("x1", Px(x1)), new XAttribute("y1", Px(y1)), new XAttribute("x2", Px(x2)), new XAttribute("y2", Px(y2)), Class(cssClass));

    /// <summary>A line through points, in pixels.</summary>
    public static XElement Path(IEnumerable<(double X, double Y)> points, string cssClass, string? title = null) => new(
        "polyline", new XAttribute("points", Points(points)), Class(cssClass), Title(title));

    /// <summary>The area between a line through points and a level, in pixels.</summary>
    public static XElement Area(IReadOnlyList<(double X, double Y)> points, double baseline, string cssClass, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(points);
        return Polygon([(points[0].X, baseline), .. points, (points[^1].X, baseline)], cssClass, title);
    }

    /// <summary>The area inside a closed line through points, in pixels.</summary>
    public static XElement Polygon(IEnumerable<(double X, double Y)> points, string cssClass, string? title = null) => new(
        "polygon", new XAttribute("points", Points(points)), Class(cssClass), Title(title));

    /// <summary>A rectangle from its upper left corner, in pixels.</summary>
    public static XElement Rect(double x, double y, double width, double height, string cssClass, string? title = null) => new(
        "rect",
        new XAttribute("x", Px(x)), new XAttribute("y", Px(y)), new XAttribute("width", Px(Math.Max(0, width))), new XAttribute("height", Px(height)),
        Class(cssClass), Title(title));

    /// <summary>A circle around its centre, in pixels.</summary>
    public static XElement Circle(double x, double y, double radius, string cssClass, string? title = null) => new(
        "circle", new XAttribute("cx", Px(x)), new XAttribute("cy", Px(y)), new XAttribute("r", Px(radius)), Class(cssClass), Title(title));

    /// <summary>Text whose start, middle or end (<paramref name="anchor"/>) is at x.</summary>
    public static XElement Text(double x, double y, string text, string anchor = "start", string cssClass = "label") => new(
        "text", new XAttribute("x", Px(x)), new XAttribute("y", Px(y)), new XAttribute("text-anchor", anchor), Class(cssClass), text);

    /// <summary>A drawing that scales to its place, with a name for those who cannot see it.</summary>
    public static XElement Drawing(double width, double height, string name, IEnumerable<XElement> marks) => new(
        "svg",
        new XAttribute("viewBox", $"0 0 {Px(width)} {Px(height)}"), new XAttribute("role", "img"), new XAttribute("aria-label", name), marks);

    private static string Points(IEnumerable<(double X, double Y)> points) => string.Join(' ', points.Select(p => $"{Px(p.X)},{Px(p.Y)}"));

    private static string Px(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static XAttribute Class(string cssClass) => new("class", cssClass);

    private static XElement? Title(string? title) => title is null ? null : new XElement("title", title);
}
