using System.Xml.Linq;

namespace LoadGen.Report.Html;

/// <summary>Elements of the page. Built as XML, so that text is escaped and every element closed.</summary>
internal static class Tag
{
    /// <summary>An element of a class. Never self-closing, which HTML would read as open.</summary>
    public static XElement Of(string name, string cssClass, params object?[] content) => new(name, new XAttribute("class", cssClass), content, string.Empty);

    /// <summary>A part of the page with a heading.</summary>
    public static XElement Section(string title, params object?[] content) => new("section", new XElement("h2", title), content);

    /// <summary>A drawing with its title above.</summary>
    public static XElement Figure(string title, XElement drawing) => new("figure", new XElement("h3", title), drawing);

    /// <summary>What the colours mean.</summary>
    public static XElement Legend(IEnumerable<(XElement Sample, string Name)> entries) => Of("ul", "legend", entries.Select(e => new XElement("li", e.Sample, new XElement("span", e.Name))));

    /// <summary>Words and what they mean.</summary>
    public static XElement Definitions(params (string Term, string Meaning)[] entries) =>
        new("dl", entries.Select(entry => new[] { new XElement("dt", entry.Term), new XElement("dd", entry.Meaning) }));

    /// <summary>A table that scrolls sideways on its own when the page is too narrow for it.</summary>
    public static XElement Table(IEnumerable<XElement> head, IEnumerable<XElement> body) => Of(
        "div", "scroll", new XElement("table", new XElement("thead", new XElement("tr", head)), new XElement("tbody", body)));
}
