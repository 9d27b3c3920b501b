using Spectre.Console;

namespace LoadGen.Report.Terminal;

/// <summary>A table without frames, the first column to the left and the others to the right: it survives 80 columns, a log file and a paste.</summary>
/// <param name="gap">Blanks between columns.</param>
/// <param name="heads">A heading a column; empty for none.</param>
internal sealed class TextTable(int gap, params string[] heads)
{
    private readonly List<(string[] Cells, bool Bold)> _rows = [(heads, true)];

    public void Add(params string[] cells) => _rows.Add((cells, false));

    /// <summary>A row of one cell, which may reach over the others.</summary>
    public void AddHeading(string text) => _rows.Add(([text], true));

    public void Write(IAnsiConsole console)
    {
        int[] widths = [.. Enumerable.Range(0, heads.Length).Select(i => _rows.Where(r => r.Cells.Length == heads.Length).Max(r => r.Cells[i].Length))];
        foreach ((string[] cells, bool bold) in _rows.Where(r => r.Cells.Any(c => c.Length > 0)))
        {
            string line = string.Concat(cells.Select((cell, i) => i == 0 ? cell.PadRight(cells.Length == 1 ? 0 : widths[0]) : cell.PadLeft(gap + widths[i])));
            console.MarkupLine(bold ? $"[bold]{Markup.Escape(line)}[/]" : Markup.Escape(line));
        }

        console.WriteLine();
    }
}
