using Emulator.Cli;

namespace LoadGen.Studies;

/// <summary>The figures that make a study's point.</summary>
/// <param name="Headings">Names of the columns, units included.</param>
/// <param name="Rows">The rows, a cell for each heading.</param>
public sealed record StudyTable(IReadOnlyList<string> Headings, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>Writes it for a terminal.</summary>
    public void WriteText(TextWriter writer)
    {
        TextTable table = new([.. Headings]);
        foreach (IReadOnlyList<string> row in Rows)
        {
            table.Add([.. row]);
        }

        table.WriteTo(writer);
    }

    /// <summary>Writes it for a page.</summary>
    public void WriteMarkdown(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteLine($"| {string.Join(" | ", Headings)} |");
        writer.WriteLine($"|{string.Concat(Headings.Select((_, i) => i == 0 ? "---|" : "--:|"))}");
        foreach (IReadOnlyList<string> row in Rows)
        {
            writer.WriteLine($"| {string.Join(" | ", row)} |");
        }
    }
}
