using System.Text.Json;
using LoadGen.Report.Json;

namespace LoadGen.Report;

/// <summary><c>report.json</c>, written and read. Its fields are described in <c>docs/report.schema.json</c>.</summary>
public static class ReportJson
{
    /// <summary>The file's text, ended by a line feed.</summary>
    public static string Text(RunReport report) => JsonSerializer.Serialize(report, ReportContext.Default.RunReport) + "\n";

    /// <inheritdoc cref="Text(RunReport)"/>
    public static string Text(CompareReport report) => JsonSerializer.Serialize(report, ReportContext.Default.CompareReport) + "\n";

    /// <summary>Reads what <see cref="Text(RunReport)"/> wrote.</summary>
    /// <exception cref="JsonException">The text is no report of a run.</exception>
    public static RunReport ReadRun(string text) =>
        JsonSerializer.Deserialize(text, ReportContext.Default.RunReport) ?? throw new JsonException("The report is empty.");

    /// <summary>Reads what <see cref="Text(CompareReport)"/> wrote.</summary>
    /// <exception cref="JsonException">The text is no comparison.</exception>
    public static CompareReport ReadCompare(string text) =>
        JsonSerializer.Deserialize(text, ReportContext.Default.CompareReport) ?? throw new JsonException("The report is empty.");
}
