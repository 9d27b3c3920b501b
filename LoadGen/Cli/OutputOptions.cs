using System.CommandLine;
using Emulator;
using Emulator.Cli;
using LoadGen.Measure;
using LoadGen.Report;
using LoadGen.Report.Html;

namespace LoadGen.Cli;

/// <summary>Where a run's results go besides the screen.</summary>
internal sealed class OutputOptions
{
    /// <summary>A folder for everything.</summary>
    public Option<string?> Folder { get; } = new("--out", "-o") { Description = "Folder for report.json, requests.csv and report.html. [nothing is written]", HelpName = "FOLDER" };

    /// <summary>The report alone.</summary>
    public Option<string?> Json { get; } = new("--json") { Description = "File for the report as JSON; - is standard output, in place of the tables.", HelpName = "FILE|-" };

    /// <summary>The requests alone.</summary>
    public Option<string?> Requests { get; } = new("--requests") { Description = "File for the requests as CSV, a row each; - is standard output, in place of the tables.", HelpName = "FILE|-" };

    /// <summary>Whether to print nothing but results.</summary>
    public Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "No progress, no notes." };

    /// <summary>Adds the options to <paramref name="command"/>.</summary>
    public void AddTo(Verb command) => command.Add("Results", Folder, Json, Requests, Quiet);

    /// <summary>Whether standard output belongs to data, so that tables would spoil it.</summary>
    public bool TakesStandardOutput(ParseResult result) => result.GetValue(Json) == "-" || result.GetValue(Requests) == "-";

    /// <summary>Tells the user something on standard error, unless there is nothing to tell or notes are not wanted.</summary>
    public void Warn(ParseResult result, string? warning)
    {
        if (warning is not null && !result.GetValue(Quiet))
        {
            result.InvocationConfiguration.Error.WriteLine(warning);
        }
    }

    /// <summary>Tries all outputs before the run, so that an hour of load does not end in a folder that can't be written.</summary>
    /// <exception cref="OutputFailedException">One can't be written.</exception>
    /// <exception cref="InvalidConfigurationException">Two are the same.</exception>
    public void Check(ParseResult result)
    {
        if (result.GetValue(Json) is { } json && result.GetValue(Requests) is { } requests && (json == requests || (json != "-" && requests != "-" && SamePath(json, requests))))
        {
            throw new InvalidConfigurationException(
                json == "-" ? "--json and --requests are both -, but standard output takes one of them; allowed is a file for the other." : $"--json and --requests are both '{json}'; allowed are different files.");
        }

        if (result.GetValue(Folder) is string folder)
        {
            OutputFile.Guard("--out", folder, () =>
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
                OutputFile.Guard(option.Name, file, () => TryFile(file));
            }
        }
    }

    /// <summary>Writes the results of a run.</summary>
    /// <exception cref="OutputFailedException">A file can't be written; the others are.</exception>
    public void Write(ParseResult result, RunReport report, IEnumerable<RequestRecord> records) =>
        Write(result, ReportJson.Text(report), writer => RequestsCsv.Write(writer, records), writer => HtmlReport.Write(writer, report));

    /// <summary>Writes the results of several runs of one configuration.</summary>
    /// <exception cref="OutputFailedException">A file can't be written; the others are.</exception>
    public void Write(ParseResult result, CompareReport report, IEnumerable<RequestRecord> records) =>
        Write(result, ReportJson.Text(report), writer => RequestsCsv.Write(writer, records), writer => HtmlReport.Write(writer, report));

    /// <summary>Writes the results of a comparison.</summary>
    /// <exception cref="OutputFailedException">A file can't be written; the others are.</exception>
    public void Write(ParseResult result, CompareReport report, IEnumerable<ComparedRequest> records) =>
        Write(result, ReportJson.Text(report), writer => RequestsCsv.Write(writer, records), writer => HtmlReport.Write(writer, report));

    private void Write(ParseResult result, string json, Action<TextWriter> requests, Action<TextWriter> html)
    {
        List<OutputFailedException> failures = [];
        string? folder = result.GetValue(Folder);
        if (folder is not null)
        {
            Try("--out", folder, () => File.WriteAllText(Path.Combine(folder, "report.json"), json, OutputFile.Encoding));
            Try("--out", folder, () => OutputFile.Write(Path.Combine(folder, "requests.csv"), requests));
            Try("--out", folder, () => OutputFile.Write(Path.Combine(folder, "report.html"), html));
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
                Try("--json", file, () => File.WriteAllText(file, json, OutputFile.Encoding));
                break;
        }

        switch (result.GetValue(Requests))
        {
            case null:
                break;
            case "-":
                requests(standardOutput);
                break;
            case string file:
                Try("--requests", file, () => OutputFile.Write(file, requests));
                break;
        }

        if (failures.Count > 0)
        {
            throw failures[0];
        }

        void Try(string option, string path, Action write)
        {
            try
            {
                OutputFile.Guard(option, path, write);
            }
            catch (OutputFailedException failure)
            {
                failures.Add(failure);
            }
        }
    }

    private static bool SamePath(string one, string other) => Path.GetFullPath(one) == Path.GetFullPath(other);

    // Appending nothing tells whether it can be written, and leaves what an earlier run wrote; what was not there is not left behind.
    private static void TryFile(string path)
    {
        bool isNew = !File.Exists(path);
        File.AppendAllText(path, string.Empty);
        if (isNew)
        {
            File.Delete(path);
        }
    }
}
