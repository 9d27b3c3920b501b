using System.Xml.Linq;

namespace Emulator.Svg;

/// <summary>Several plots as one drawing, in rows; those of a row share its width.</summary>
/// <param name="Title">What all of it shows.</param>
/// <param name="Subtitle">Of what: the line under the title.</param>
/// <param name="Rows">The plots.</param>
public sealed record PanelSheet(string Title, string Subtitle, IReadOnlyList<IReadOnlyList<Panel>> Rows)
{
    /// <summary>Width of the drawing, in pixels.</summary>
    public const double Width = 960;

    private const double HeadHeight = 54;
    private const double RowHeight = 300;
    private const double SideMargin = 12;

    /// <summary>Writes the drawing as a file of its own.</summary>
    public void Write(TextWriter writer)
    {
        List<XElement> marks = [Mark.Text(SideMargin, 24, Title, "start", "strong title"), Mark.Text(SideMargin, 43, Subtitle)];
        for (int row = 0; row < Rows.Count; row++)
        {
            double width = (Width - (2 * SideMargin)) / Rows[row].Count;
            double top = HeadHeight + (row * RowHeight);
            for (int column = 0; column < Rows[row].Count; column++)
            {
                double left = SideMargin + (column * width);
                Panel panel = Rows[row][column];
                marks.Add(Mark.Text(left, top + 16, panel.Title, "start", "strong"));
                marks.AddRange(panel.Marks(new Frame(left + 58, top + 52, left + width - 22, top + RowHeight - 50)));
            }
        }

        SvgFile.Write(writer, Width, HeadHeight + (Rows.Count * RowHeight), Title, marks);
    }
}
