using System.CommandLine;
using Emulator.Calibration;
using Emulator.Configuration;
using Emulator.Hardware;

namespace Emulator.Cli;

/// <summary><c>calibrate</c>: a device's coefficients from measured times, or from a server's own load reports.</summary>
internal sealed class CalibrateCommand
{
    private const int MostProblems = 20;
    private const string OfData = "From measured operations";

    private static readonly string[] DeviceOptions = ["gpu", "hardware"];

    private readonly Option<string?> _data = new("--data", "-d") { Description = $"Folder with {string.Join(", ", MeasuredFolder.FileNames)}, or some of them.", HelpName = "FOLDER" };
    private readonly Option<string[]> _leaveOut = new("--leave-out") { Description = "All-reduce rows of this engine are not read, of one device with GPU:ENGINE; may be repeated.", HelpName = "ENGINE", DefaultValueFactory = _ => [] };
    private readonly Option<bool> _skip = new("--skip-bad-rows") { Description = "Fits the rest where rows cannot be read; otherwise they are named and nothing is fitted." };
    private readonly Option<bool> _keep = new("--keep-coefficients") { Description = "Judges the entry's own coefficients instead of fitting new ones; only errors, intervals and ranges are written anew." };
    private readonly Option<string?> _source = new("--source") { Description = "What the data are called in the entry. [the folder's name]", HelpName = "TEXT" };
    private readonly Option<string[]> _serving = new("--serving")
    {
        Description = "Files report.json of `loadgen run` against one server at several loads; the options below say what it serves.",
        HelpName = "FILE",
        DefaultValueFactory = _ => [],
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string?> _output = new("--out", "-o") { Description = "File for the catalogue entry; a folder for NAME.json each where there are several. [standard output]", HelpName = "FILE|FOLDER" };
    private readonly ServerFlags _flags = new(OptionGroup.Machine, OptionGroup.Planning);

    private CalibrateCommand()
    {
    }

    public static Command Create()
    {
        CalibrateCommand options = new();
        Verb command = new(
            "calibrate",
            "Fits a device's coefficients to measured times, or the host's time and a factor on all kernels to load reports of one's own server, and writes a catalogue entry.",
            "emulator calibrate --data measurements --gpu H100-SXM --out h100.json")
        {
            Remarks = "serve --hardware reads the entry. With --data, --gpu and --hardware say which device is fitted, all of the data's by default, and nothing else of the options below is read. " + ServerFlags.Remarks,
        };
        options._flags.AddConfigTo(command);
        command.Add(OfData, options._data, options._leaveOut, options._skip, options._keep, options._source);
        command.Add("From a server", options._serving);
        command.Add("Result", options._output);
        options._flags.AddOptionsTo(command);
        command.SetAction(options.Run);
        return command;
    }

    private int Run(ParseResult result)
    {
        string[] reports = result.GetValue(_serving)!;
        string? folder = result.GetValue(_data);
        if (folder is null == (reports.Length == 0))
        {
            throw new InvalidConfigurationException(
                folder is null ? "--data and --serving are both missing; allowed is one of them: a folder with measured times, or load reports of one server." : "--data and --serving are both given; allowed is one of them.");
        }

        TextWriter error = result.InvocationConfiguration.Error;
        if (result.GetValue(_output) is { } path && Path.GetDirectoryName(Path.GetFullPath(path)) is { } parent && !Directory.Exists(parent))
        {
            throw new OutputFailedException($"--out is '{path}', which cannot be written: there is no folder {parent}.");
        }

        Write(folder is null ? [OfReports(result, reports, error)] : OfFolder(result, folder, error), result.GetValue(_output), result.InvocationConfiguration.Output);
        return ExitCode.Done;
    }

    private Gpu[] OfFolder(ParseResult result, string folder, TextWriter error)
    {
        IReadOnlyDictionary<string, string> given = _flags.OnCommandLine(result);
        if (given.Keys.FirstOrDefault(name => !DeviceOptions.Contains(name)) is { } other)
        {
            throw new InvalidConfigurationException($"--{other} has no meaning with --data; allowed are --gpu or --hardware.");
        }

        MeasuredFolder measured = MeasuredFolder.Read(folder, result.GetValue(_leaveOut)!);
        Report(measured.Problems, result.GetValue(_skip), error);
        string name = result.GetValue(_source) ?? Path.GetFileName(Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar));
        List<Gpu> entries = [];
        Gpu[] devices = Devices(measured, given);
        if (devices.Length > 1 && result.GetValue(_output) is { } file && file.EndsWith(".json", StringComparison.OrdinalIgnoreCase) && !Directory.Exists(file))
        {
            throw new InvalidConfigurationException($"--out is '{file}', but the data are of {string.Join(", ", devices.Select(device => device.Name))}; allowed are a folder, or one of them with --gpu.");
        }

        foreach (Gpu device in devices)
        {
            error.WriteLine($"{device.Name} on {name}");
            DeviceCalibration calibration = result.GetValue(_keep) ? DeviceCalibration.Judge(device, measured.Operations, name) : DeviceCalibration.Fit(device, measured.Operations, name);
            CalibrationTable.Write(error, calibration);
            entries.Add(calibration.Gpu);
        }

        return [.. entries];
    }

    private Gpu OfReports(ParseResult result, string[] reports, TextWriter error)
    {
        if (new Option[] { _leaveOut, _skip, _keep, _source }.FirstOrDefault(option => result.GetResult(option) is { Implicit: false }) is { } other)
        {
            throw new InvalidConfigurationException($"{other.Name} has no meaning with --serving; it belongs to --data.");
        }

        Deployment deployment = Deployment.From(_flags.Read(result).Options);
        ReportedLoad[] loads = [.. reports.Select(path => ReportedLoad.Parse(ReadReport(path), path))];
        ServingCalibration calibration = ServingCalibration.Of(deployment.Gpu, deployment.Model, deployment.TensorParallelSize, deployment.Precision, deployment.TokenBudget, loads);
        error.WriteLine(deployment.Title);
        CalibrationTable.Write(error, calibration);
        return calibration.Apply(deployment.Gpu);
    }

    private static string ReadReport(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw UnreadableFile.Problem($"--serving names '{path}', which", path, problem);
        }
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

    private static Gpu[] Devices(MeasuredFolder measured, IReadOnlyDictionary<string, string> given)
    {
        string[] known = [.. measured.Operations.Select(operation => operation.Gpu).Distinct()];
        Gpu[] asked = given.Count == 0 ? [.. known.Select(CatalogueLookup.Gpu)] : [CatalogueLookup.Gpu(given.GetValueOrDefault("hardware"), given.GetValueOrDefault("gpu", ""))];
        return asked.FirstOrDefault(gpu => !known.Contains(gpu.Name)) is { } missing
            ? throw new InvalidConfigurationException($"the data have no rows of {missing.Name}; they are of {string.Join(", ", known)}.")
            : asked;
    }

    private static void Write(Gpu[] entries, string? path, TextWriter output)
    {
        if (path is null)
        {
            output.WriteLine(entries.Length == 1 ? CatalogueFile.Write(entries[0]) : CatalogueFile.Write(entries));
            return;
        }

        OutputFile.Guard("--out", path, () =>
        {
            if (entries.Length == 1 && !Directory.Exists(path))
            {
                OutputFile.Write(path, writer => writer.WriteLine(CatalogueFile.Write(entries[0])));
                return;
            }

            Directory.CreateDirectory(path);
            foreach (Gpu entry in entries)
            {
                OutputFile.Write(Path.Combine(path, $"{entry.Name}.json"), writer => writer.WriteLine(CatalogueFile.Write(entry)));
            }
        });
    }
}
