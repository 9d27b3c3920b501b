using System.CommandLine;
using System.Globalization;
using System.Text;
using Emulator;
using Emulator.Cli;
using LoadGen.Fidelity;

namespace LoadGen.Cli;

/// <summary><c>fidelity</c>: how far the simulator is from published measurements.</summary>
internal static class FidelityCommand
{
    private const string EndToEnd = "end_to_end.csv";
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Option<string> data = new("--data") { Description = $"Folder with {EndToEnd}: published measurements of whole servers.", HelpName = "FOLDER", Required = true };
        Option<string> folder = new("--out", "-o") { Description = "Folder for the report, which goes to its subfolder fidelity.", HelpName = "FOLDER", DefaultValueFactory = _ => "docs" };
        Option<bool> quiet = new("--quiet", "-q") { Description = "No progress, no notes." };
        Verb command = new("fidelity", "Runs published measurements through the simulator, and writes how far off it is.", "loadgen fidelity --data ../shared/data/gpu --out docs") { Remarks = ArgumentSources.Remarks };
        command.Add("What is measured", data);
        command.Add("Results", folder, quiet);
        command.SetAction((result, cancellation) =>
        {
            TextWriter error = result.GetValue(quiet) ? TextWriter.Null : result.InvocationConfiguration.Error;
            IReadOnlyList<EndToEndRow> rows = Read(Path.Combine(result.GetValue(data)!, EndToEnd));
            IReadOnlyList<EndToEndResult> results = EndToEndFidelity.Run(rows, (done, all) => Progress(error, done, all), cancellation);
            Write(result.GetValue(folder)!, results);
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static IReadOnlyList<EndToEndRow> Read(string path)
    {
        try
        {
            using StreamReader reader = new(path, Utf8);
            return EndToEndFile.Read(reader, Path.GetFileName(path));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new InvalidConfigurationException($"--data names '{path}', which cannot be read: {problem.Message}", problem);
        }
    }

    private static void Progress(TextWriter error, int done, int all)
    {
        const int each = 10;
        if (done % each == 0 || done == all)
        {
            error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"simulated {done} of {all} measured servers"));
        }
    }

    private static void Write(string folder, IReadOnlyList<EndToEndResult> results)
    {
        try
        {
            string pages = Path.Combine(folder, "fidelity");
            Directory.CreateDirectory(pages);
            File.WriteAllText(Path.Combine(pages, "end-to-end.md"), EndToEndPage.Text(results), Utf8);
            File.WriteAllText(Path.Combine(pages, "end-to-end.svg"), EndToEndPlot.Text(results), Utf8);
            using StreamWriter csv = new(Path.Combine(pages, "end-to-end.csv"), append: false, Utf8);
            EndToEndCsv.Write(csv, results);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new OutputFailedException($"--out is '{folder}', which cannot be written: {problem.Message}", problem);
        }
    }
}
