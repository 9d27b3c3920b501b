using nietras.SeparatedValues;

namespace Emulator.Csv;

/// <summary>Files of comma-separated values with a header, read by column name: any order, further columns ignored, quotes as in RFC 4180.</summary>
public static class CsvFile
{
    /// <summary>What is done with a row.</summary>
    public delegate void RowAction(in CsvRow row);

    /// <summary>What is done with a row that cannot be used, for which reason.</summary>
    public delegate void BadRowAction(in CsvRow row, string problem);

    /// <summary>Reads all rows.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="origin">The file's name, for messages.</param>
    /// <param name="required">Columns that the header must have.</param>
    /// <param name="optional">Columns that may be read beside them.</param>
    /// <param name="read">Called for each row; an <see cref="InvalidConfigurationException"/> that it throws goes to <paramref name="bad"/>.</param>
    /// <param name="bad">Learns of each row that cannot be used, in one sentence with the file's name and the line.</param>
    /// <exception cref="InvalidConfigurationException">The header lacks a column, or there is none.</exception>
    public static void Read(
        TextReader text, string origin, IReadOnlyCollection<string> required, IReadOnlyCollection<string> optional, RowAction read, Action<string> bad) =>
        Read(text, origin, required, optional, () => { }, read, (in CsvRow _, string problem) => bad(problem));

    /// <summary>Reads all rows, and tells the bad ones one by one.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="origin">The file's name, for messages.</param>
    /// <param name="required">Columns that the header must have.</param>
    /// <param name="optional">Columns that may be read beside them.</param>
    /// <param name="begin">Called once, when the header is good.</param>
    /// <param name="read">Called for each row; an <see cref="InvalidConfigurationException"/> that it throws goes to <paramref name="bad"/>.</param>
    /// <param name="bad">Gets each row that cannot be used, in its place among the others; of a row that is too short, the fields that are missing are empty.</param>
    /// <exception cref="InvalidConfigurationException">The header lacks a column, or there is none.</exception>
    public static void Read(
        TextReader text, string origin, IReadOnlyCollection<string> required, IReadOnlyCollection<string> optional, Action begin, RowAction read, BadRowAction bad)
    {
        ArgumentNullException.ThrowIfNull(required);
        ArgumentNullException.ThrowIfNull(optional);
        ArgumentNullException.ThrowIfNull(read);
        ArgumentNullException.ThrowIfNull(bad);
        ArgumentNullException.ThrowIfNull(begin);
        using SepReader reader = Open(text, origin);
        string[] header = [.. reader.Header.ColNames];
        string[] missing = [.. required.Except(header)];
        if (missing.Length > 0)
        {
            throw new InvalidConfigurationException($"{origin} has no column {string.Join(" and no ", missing)}; its header must name {string.Join(", ", required)}.");
        }

        Dictionary<string, int> columns = required.Concat(optional).Distinct().Where(header.Contains).ToDictionary(name => name, name => Array.IndexOf(header, name));
        begin();
        foreach (SepReader.Row fields in reader)
        {
            if (fields.Span.IsWhiteSpace())
            {
                continue;
            }

            CsvRow row = new(fields, columns, origin);
            if (fields.ColCount != header.Length)
            {
                bad(row, $"{row.Place} has {fields.ColCount} fields, but the header has {header.Length}.");
                continue;
            }

            try
            {
                read(row);
            }
            catch (InvalidConfigurationException problem)
            {
                bad(row, problem.Message);
            }
        }
    }

    private static SepReader Open(TextReader text, string origin)
    {
        try
        {
            SepReader reader = Sep.New(',').Reader(options => options with { Unescape = true, DisableColCountCheck = true }).From(text);
            if (reader.HasHeader && !reader.Header.IsEmpty)
            {
                return reader;
            }

            reader.Dispose();
        }
        catch (ArgumentException twice)
        {
            throw new InvalidConfigurationException($"{origin} names a column twice: {twice.Message}.", twice);
        }

        throw new InvalidConfigurationException($"{origin} is empty; its first line must be a header of column names.");
    }
}
