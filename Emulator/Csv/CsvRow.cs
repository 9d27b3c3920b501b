using System.Globalization;
using nietras.SeparatedValues;

namespace Emulator.Csv;

/// <summary>One row of a file, valid while it is being read.</summary>
public readonly ref struct CsvRow
{
    private readonly SepReader.Row _row;
    private readonly Dictionary<string, int> _columns;
    private readonly string _origin;

    internal CsvRow(SepReader.Row row, Dictionary<string, int> columns, string origin)
    {
        _row = row;
        _columns = columns;
        _origin = origin;
    }

    /// <summary>The file's name and this row's line, as messages begin: <c>linear.csv line 12</c>.</summary>
    public string Place => $"{_origin} line {_row.LineNumberFrom}";

    /// <summary>Whether the column exists and this row has something in it.</summary>
    public bool Has(string column) => !Span(column).IsEmpty;

    /// <summary>The field without surrounding blanks; empty where there is none.</summary>
    public ReadOnlySpan<char> Span(string column) => _columns.TryGetValue(column, out int index) && index < _row.ColCount ? _row[index].Span.Trim() : [];

    /// <summary>The field as text.</summary>
    /// <exception cref="InvalidConfigurationException">It is empty.</exception>
    public string Text(string column) => Has(column) ? Span(column).ToString() : throw Wrong(column, "text");

    /// <summary>The field as a whole number of at least <paramref name="min"/>.</summary>
    /// <exception cref="InvalidConfigurationException">It is none.</exception>
    /// <remarks>Also as <c>64.0</c> or <c>1e6</c>: tools that keep a column with gaps as real numbers write whole ones so.</remarks>
    public long Count(string column, long min = 1) =>
        (long.TryParse(Span(column), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long count) || IsWhole(Span(column), out count)) && count >= min
            ? count
            : throw Wrong(column, $"whole numbers of {min} and more");

    /// <summary>The field as a whole number of at least <paramref name="min"/> and at most 2³¹ − 1.</summary>
    /// <exception cref="InvalidConfigurationException">It is none.</exception>
    public int Whole(string column, int min = 1) =>
        Count(column, min) is var count and <= int.MaxValue ? (int)count : throw Wrong(column, $"whole numbers from {min} to {int.MaxValue}");

    /// <summary>The field as a finite number above 0.</summary>
    /// <exception cref="InvalidConfigurationException">It is none.</exception>
    public double Positive(string column) =>
        double.TryParse(Span(column), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) && number > 0
            ? number
            : throw Wrong(column, "numbers above 0");

    /// <summary>The problem that this column's value is not allowed.</summary>
    public InvalidConfigurationException Wrong(string column, string allowed) =>
        new($"{Place}: {column} is {(Has(column) ? $"'{Span(column)}'" : "empty")}; allowed are {allowed}.");

    private static bool IsWhole(ReadOnlySpan<char> text, out long count)
    {
        // Up to here every whole number is a double of its own.
        const double Exact = 1L << 53;
        bool isWhole = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && Math.Abs(number) <= Exact && double.IsInteger(number);
        count = isWhole ? (long)number : 0;
        return isWhole;
    }
}
