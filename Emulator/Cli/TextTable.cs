using System.Globalization;

namespace Emulator.Cli;

/// <summary>Columns of text: figures to the right, words to the left, no trailing blanks.</summary>
public sealed class TextTable(params string[] headings)
{
    private readonly List<string[]> _rows = [headings];

    /// <summary>A number with about four significant digits, thousands set apart; a dash for none.</summary>
    public static string Figure(double? value) => value switch
    {
        null => "-",
        >= 1_000 or <= -1_000 => value.Value.ToString("#,0", CultureInfo.InvariantCulture),
        >= 10 or <= -10 => value.Value.ToString("0.00", CultureInfo.InvariantCulture),
        _ => value.Value.ToString("0.000", CultureInfo.InvariantCulture),
    };

    /// <summary>Adds a row, a cell for each heading.</summary>
    public void Add(params string[] cells)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(cells.Length, headings.Length, nameof(cells));
        _rows.Add(cells);
    }

    /// <summary>Writes the headings and the rows.</summary>
    public void WriteTo(TextWriter output)
    {
        int[] widths = [.. Enumerable.Range(0, headings.Length).Select(column => _rows.Max(row => row[column].Length))];
        bool[] figures = [.. Enumerable.Range(0, headings.Length).Select(column => _rows.Skip(1).All(row => IsFigure(row[column])))];
        foreach (string[] row in _rows)
        {
            IEnumerable<string> cells = row.Select((cell, column) => figures[column] ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]));
            output.WriteLine(string.Join("  ", cells).TrimEnd());
        }
    }

    // A blank in a column of figures, "-", 1,024, 7.9 %.
    private static bool IsFigure(string cell) => cell is "-" or "" || double.TryParse(cell.AsSpan().TrimEnd(" %"), NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out _);
}
