using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace LoadGen.Report.Html;

/// <summary>One HTML file that loads nothing, light or dark as the reader's system is.</summary>
internal static class HtmlPage
{
    /// <summary>Writes the page.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="title">Title of the window, and the heading.</param>
    /// <param name="style">Looks beyond those of <see cref="StyleSheet"/>.</param>
    /// <param name="main">What stands below the heading.</param>
    /// <param name="scripts">Scripts behind it; none for most.</param>
    public static void Write(TextWriter writer, string title, string style, IEnumerable<object?> main, params XElement[] scripts)
    {
        writer.Write("<!DOCTYPE html>\n");
        using XmlWriter xml = XmlWriter.Create(writer, new XmlWriterSettings { OmitXmlDeclaration = true, Encoding = Encoding.UTF8, NewLineChars = "\n", CloseOutput = false });
        new XElement(
            "html",
            new XAttribute("lang", "en"),
            new XElement(
                "head",
                new XElement("meta", new XAttribute("charset", "utf-8")),
                new XElement("meta", new XAttribute("name", "viewport"), new XAttribute("content", "width=device-width, initial-scale=1")),
                new XElement("title", title),
                new XElement("style", StyleSheet.Text + style)),
            new XElement("body", new XElement("main", new XElement("h1", title), main), scripts)).WriteTo(xml);
    }
}
