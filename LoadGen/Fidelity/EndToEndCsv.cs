using System.Globalization;

namespace LoadGen.Fidelity;

/// <summary>Every row with its simulated value as CSV: the file's own columns, then what was added.</summary>
public static class EndToEndCsv
{
    /// <summary>Writes all rows, in the order of the file.</summary>
    public static void Write(TextWriter writer, IEnumerable<EndToEndResult> results)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(results);
        Line(writer, [.. EndToEndFile.Columns, "predicted", "error", "error_with_server_host", "low", "high", "roofline", "roofline_error", "assumed", "reason"]);
        foreach (EndToEndResult result in results)
        {
            Line(
                writer,
                [
                    .. EndToEndFile.Columns.Select(result.Row.Field),
                    Number(result.Predicted, "0.#####"),
                    Number(result.Error, "0.0000"),
                    Number(result.ErrorWithServerHost, "0.0000"),
                    Number(result.Low, "0.#####"),
                    Number(result.High, "0.#####"),
                    Number(result.Roofline, "0.#####"),
                    Number(result.RooflineError, "0.0000"),
                    string.Join("; ", result.Assumptions),
                    result.Reason ?? "",
                ]);
        }
    }

    private static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";

    private static void Line(TextWriter writer, IEnumerable<string> fields)
    {
        writer.Write(string.Join(',', fields.Select(Quoted)));
        writer.Write('\n');
    }

    private static string Quoted(string field) =>
        field.AsSpan().IndexOfAny(",\"\r\n") < 0 ? field : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
