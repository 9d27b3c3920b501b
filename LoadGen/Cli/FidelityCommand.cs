using System.CommandLine;
using System.Globalization;
using System.Text;
using Emulator;
using Emulator.Calibration;
using Emulator.Cli;
using LoadGen.Fidelity;

namespace LoadGen.Cli;

/// <summary><c>fidelity</c>: how far the emulator is from measured hardware, operation by operation and server by server.</summary>
internal static class FidelityCommand
{
    private const string EndToEnd = "end_to_end.csv";
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    // Of L40S two machines were measured; the one whose all-reduces are these engines' agrees with no published server.
    private static readonly string[] LeftOut = ["L40S:vllm-0.14.0", "L40S:vllm-0.22.0"];

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Option<string> data = new("--data") { Description = $"Folder with measured operations (linear.csv and so on), with {EndToEnd}, or with both.", HelpName = "FOLDER", Required = true };
        Option<string[]> leaveOut = new("--leave-out") { Description = $"All-reduce rows of this engine, or of one device's with GPU:ENGINE, are not read; may be repeated. [{string.Join(" ", LeftOut)}]", HelpName = "ENGINE" };
        Option<string> folder = new("--out", "-o") { Description = "Folder for fidelity.md, with its drawings and rows in its subfolder fidelity.", HelpName = "FOLDER", DefaultValueFactory = _ => "docs" };
        Option<bool> quiet = new("--quiet", "-q") { Description = "No progress, no notes." };
        Verb command = new("fidelity", "Refits and judges the cost model on measured operations, runs published servers through the simulator, and writes how far off both are.", "loadgen fidelity --data ../shared/data/gpu --out docs") { Remarks = ArgumentSources.Remarks };
        command.Add("What is measured", data, leaveOut);
        command.Add("Results", folder, quiet);
        command.SetAction((result, cancellation) =>
        {
            TextWriter error = result.InvocationConfiguration.Error;
            TextWriter progress = result.GetValue(quiet) ? TextWriter.Null : error;
            string measured = result.GetValue(data)!;
            string published = Path.Combine(measured, EndToEnd);
            try
            {
                IReadOnlyList<EndToEndRow> rows = File.Exists(published) ? Read(published) : [];
                IReadOnlyList<OperationFidelity> operations = rows.Count > 0 && !OperationFidelity.AreIn(measured)
                    ? []
                    : OperationFidelity.Of(measured, result.GetValue(leaveOut) is { Length: > 0 } given ? given : OperationFidelity.Known(measured, LeftOut), error.WriteLine, (done, all) => Progress(progress, "judged", done, all, "splits"), cancellation);
                IReadOnlyList<EndToEndResult> servers = EndToEndFidelity.Run(rows, (done, all) => Progress(progress, "simulated", done, all, "measured servers"), cancellation);
                Write(result.GetValue(folder)!, operations, servers);
                return Task.FromResult(ExitCode.Done);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                error.WriteLine("interrupted: nothing was written.");
                return Task.FromResult(ExitCode.Interrupted);
            }
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

    private static void Progress(TextWriter progress, string verb, int done, int all, string what)
    {
        const int each = 10;
        if (done % each == 0 || done == all)
        {
            progress.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{verb} {done} of {all} {what}"));
        }
    }

    private static void Write(string folder, IReadOnlyList<OperationFidelity> operations, IReadOnlyList<EndToEndResult> servers)
    {
        try
        {
            string pages = Path.Combine(folder, "fidelity");
            Directory.CreateDirectory(pages);
            File.WriteAllText(Path.Combine(folder, "fidelity.md"), FidelityPage.Text(operations, servers), Utf8);
            foreach (IGrouping<string, OperationFidelity> device in operations.GroupBy(operation => operation.Gpu))
            {
                using StreamWriter drawing = new(Path.Combine(pages, OperationsMarkdown.PlotName(device.Key)), append: false, Utf8) { NewLine = "\n" };
                OperationsPlot.Write(drawing, [.. device]);
            }

            if (servers.Count > 0)
            {
                File.WriteAllText(Path.Combine(pages, "end-to-end.md"), EndToEndPage.Text(servers), Utf8);
                File.WriteAllText(Path.Combine(pages, "end-to-end.svg"), EndToEndPlot.Text(servers), Utf8);
                using StreamWriter csv = new(Path.Combine(pages, "end-to-end.csv"), append: false, Utf8);
                EndToEndCsv.Write(csv, servers);
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new OutputFailedException($"--out is '{folder}', which cannot be written: {problem.Message}", problem);
        }
    }
}
