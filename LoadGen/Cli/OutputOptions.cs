using System.CommandLine;
using System.Text;
using Emulator;
using LoadGen.Measure;
using LoadGen.Report;
using LoadGen.Report.Html;

namespace LoadGen.Cli;

/// <summary>Where a run's results go besides the screen.</summary>
internal sealed class OutputOptions
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>A folder for everything.</summary>
    public Option<string?> Folder { get; } = new("--out", "-o") { Description = "Folder for report.json, requests.csv and report.html; default: nothing is written", HelpName = "folder" };

    /// <summary>The report alone.</summary>
    public Option<string?> Json { get; } = new("--json") { Description = "File for the report as JSON; - is standard output, in place of the tables", HelpName = "file|-" };

    /// <summary>The requests alone.</summary>
    public Option<string?> Requests { get; } = new("--requests") { Description = "File for the requests as CSV, a row each; - is standard output, in place of the tables", HelpName = "file|-" };

    /// <summary>Whether to print nothing but results.</summary>
    public Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "No progress, no notes" };

    /// <summary>Adds the options to <paramref name="command"/>.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { Folder, Json, Requests, Quiet })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Whether standard output belongs to data, so that tables would spoil it.</summary>
    public bool TakesStandardOutput(ParseResult result) => result.GetValue(Json) == "-" || result.GetValue(Requests) == "-";

    /// <summary>Tries all outputs before the run, so that an hour of load does not end in a folder that can't be written.</summary>
    /// <exception cref="OutputFailedException">One can't be written.</exception>
    public void Check(ParseResult result)
    {
        if (result.GetValue(Folder) is string folder)
        {
            Guard("--out", folder, () =>
            {
                Directory.CreateDirectory(folder);
                string probe = Path.Combine(folder, $".probe-{Environment.ProcessId}");
                File.WriteAllText(probe, string.Empty);
                File.Delete(probe);
            });
        }

        foreach (Option<string?> option in new[] { Json, Requests })
        {
            if (result.GetValue(option) is { } file and not "-")
            {
                // Appending nothing tells whether it can be written and leaves what an earlier run wrote.
                Guard(option.Name, file, () => File.AppendAllText(file, string.Empty));
            }
        }
    }

    /// <summary>Writes the results of a run.</summary>
    /// <exception cref="OutputFailedException">A file can't be written; the others are.</exception>
    public void Write(ParseResult result, RunReport report, IEnumerable<RequestRecord> records) =>
        Write(result, ReportJson.Text(report), records, writer => HtmlReport.Write(writer, report));

    /// <summary>Writes the results of a comparison.</summary>
    /// <exception cref="OutputFailedException">A file can't be written; the others are.</exception>
    public void Write(ParseResult result, CompareReport report, IEnumerable<RequestRecord> records) =>
        Write(result, ReportJson.Text(report), records, writer => HtmlReport.Write(writer, report));

    private void Write(ParseResult result, string json, IEnumerable<RequestRecord> records, Action<TextWriter> html)
    {
        List<OutputFailedException> failures = [];
        string? folder = result.GetValue(Folder);
        if (folder is not null)
        {
            Try("report.json", () => File.WriteAllText(Path.Combine(folder, "report.json"), json, Utf8));
            Try("requests.csv", () => ToFile(Path.Combine(folder, "requests.csv"), writer => RequestsCsv.Write(writer, records)));
            Try("report.html", () => ToFile(Path.Combine(folder, "report.html"), html));
        }

        TextWriter standardOutput = result.InvocationConfiguration.Output;
        switch (result.GetValue(Json))
        {
            case null:
                break;
            case "-":
                standardOutput.Write(json);
                break;
            case string file:
                Try("--json", () => File.WriteAllText(file, json, Utf8));
                break;
        }

        switch (result.GetValue(Requests))
        {
            case null:
                break;
            case "-":
                RequestsCsv.Write(standardOutput, records);
                break;
            case string file:
                Try("--requests", () => ToFile(file, writer => RequestsCsv.Write(writer, records)));
                break;
        }

        if (failures.Count > 0)
        {
            throw failures[0];
        }

        void Try(string what, Action write)
        {
            try
            {
                Guard(what, folder ?? what, write);
            }
            catch (OutputFailedException failure)
            {
                failures.Add(failure);
            }
        }
    }

    private static void ToFile(string path, Action<TextWriter> write)
    {
        using StreamWriter writer = new(path, append: false, Utf8) { NewLine = "\n" };
        write(writer);
    }

    private static void Guard(string what, string path, Action write)
    {
        try
        {
            write();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new OutputFailedException($"{what}: '{path}' cannot be written: {problem.Message}", problem);
        }
    }
}
