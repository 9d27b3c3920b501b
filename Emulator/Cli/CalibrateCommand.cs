using System.CommandLine;
using Emulator.Calibration;
using Emulator.Configuration;
using Emulator.Hardware;

namespace Emulator.Cli;

/// <summary><c>calibrate</c>: a device's coefficients from measured times, or from a server's own load reports.</summary>
internal static class CalibrateCommand
{
    private const int MostProblems = 20;

    public static Command Create()
    {
        Option<string?> data = new("--data", "-d") { Description = "Folder with linear.csv, attention_prefill.csv, attention_decode.csv, allreduce.csv, moe.csv, layer_ops.csv, or some of them.", HelpName = "FOLDER" };
        Option<string?> gpu = new("--gpu") { Description = "The device to fit, where the data have several. [all of them]", HelpName = "NAME" };
        Option<string?> hardware = new("--hardware") { Description = "A device file whose datasheet is fitted, for a GPU that is not in the catalogue.", HelpName = "FILE" };
        Option<string[]> leaveOut = new("--leave-out") { Description = "All-reduce rows of this engine are not read, of one device with GPU:ENGINE; may be repeated.", HelpName = "ENGINE", DefaultValueFactory = _ => [] };
        Option<bool> skip = new("--skip-bad-rows") { Description = "Fits the rest where rows cannot be read; otherwise they are named and nothing is fitted." };
        Option<string?> source = new("--source") { Description = "What the data are called in the entry. [the folder's name]", HelpName = "TEXT" };
        Option<bool> keep = new("--keep-coefficients") { Description = "Judges the entry's own coefficients instead of fitting new ones; only errors, intervals and ranges are written anew." };
        Option<string?> output = new("--out", "-o") { Description = "File for the catalogue entry; a folder for NAME.json each where there are several. [standard output]", HelpName = "FILE|FOLDER" };
        Verb command = new("calibrate", "Fits a device's coefficients to measured times and writes a catalogue entry that serve --hardware reads.", "emulator calibrate --data measurements --gpu H100-SXM --out h100.json")
        {
            data, gpu, hardware, leaveOut, skip, keep, source, output,
        };
        command.SetAction(result =>
        {
            TextWriter error = result.InvocationConfiguration.Error;
            string folder = result.GetValue(data) ?? throw new InvalidConfigurationException("--data is missing; allowed are folders with measured times.");
            MeasuredFolder measured = MeasuredFolder.Read(folder, result.GetValue(leaveOut)!);
            Report(measured.Problems, result.GetValue(skip), error);
            Gpu[] devices = Devices(measured, result.GetValue(gpu), result.GetValue(hardware));
            string name = result.GetValue(source) ?? Path.GetFileName(Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar));
            List<DeviceCalibration> fits = [];
            foreach (Gpu device in devices)
            {
                error.WriteLine($"{device.Name} on {name}");
                fits.Add(result.GetValue(keep) ? DeviceCalibration.Judge(device, measured.Operations, name) : DeviceCalibration.Fit(device, measured.Operations, name));
                CalibrationTable.Write(error, fits[^1]);
            }

            Write([.. fits.Select(fit => fit.Gpu)], result.GetValue(output), result.InvocationConfiguration.Output);
            return ExitCode.Done;
        });
        return command;
    }

    private static void Report(IReadOnlyList<string> problems, bool skip, TextWriter error)
    {
        foreach (string problem in problems.Take(MostProblems))
        {
            error.WriteLine(problem);
        }

        if (problems.Count > MostProblems)
        {
            error.WriteLine($"... and {problems.Count - MostProblems} more.");
        }

        if (problems.Count > 0 && !skip)
        {
            throw new InvalidConfigurationException(
                $"{problems.Count} {(problems.Count == 1 ? "row" : "rows")} cannot be used, so nothing was fitted; mend them, or give --skip-bad-rows.");
        }
    }

    private static Gpu[] Devices(MeasuredFolder measured, string? name, string? file)
    {
        string[] known = [.. measured.Operations.Select(operation => operation.Gpu).Distinct()];
        Gpu[] asked = file is not null ? [CatalogueLookup.Gpu(file, "")] : name is not null ? [GpuCatalogue.Find(name)] : [.. known.Select(GpuCatalogue.Find)];
        return asked.FirstOrDefault(gpu => !known.Contains(gpu.Name)) is { } missing
            ? throw new InvalidConfigurationException($"the data have no rows of {missing.Name}; they are of {string.Join(", ", known)}.")
            : asked;
    }

    private static void Write(IReadOnlyList<Gpu> entries, string? path, TextWriter output)
    {
        if (path is null)
        {
            output.WriteLine(entries.Count == 1 ? CatalogueFile.Write(entries[0]) : CatalogueFile.Write(entries));
            return;
        }

        try
        {
            if (entries.Count == 1 && !Directory.Exists(path))
            {
                File.WriteAllText(path, CatalogueFile.Write(entries[0]) + "\n");
                return;
            }

            Directory.CreateDirectory(path);
            foreach (Gpu entry in entries)
            {
                File.WriteAllText(Path.Combine(path, $"{entry.Name}.json"), CatalogueFile.Write(entry) + "\n");
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new OutputFailedException($"--out is '{path}', which cannot be written: {problem.Message}", problem);
        }
    }
}
