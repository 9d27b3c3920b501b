using System.CommandLine;
using Emulator.Configuration;
using Emulator.Points;

namespace Emulator.Cli;

/// <summary><c>predict</c>: what the cost model says of points that somebody else measured.</summary>
internal static class PredictCommand
{
    public static Command Create()
    {
        Verb predict = new(
            "predict",
            "Predicts the time of operations and steps, a row of a CSV file each.",
            "emulator predict --points points.csv")
        {
            Remarks = "Reads the columns id, kind and those of the kind, in any order, and prints id,predicted_us in microseconds. The kinds are linear, "
                + "attention_prefill, attention_decode, allreduce, moe, elementwise and step. A row that cannot be predicted has an empty value, and a line on standard error says why. "
                + "What lies outside the measurements that a device was calibrated with is told at the end, a line for each device, operation and dimension.",
        };
        Option<string> points = new("--points") { HelpName = "FILE|-", Description = "The CSV file; - is standard input.", Required = true };
        Option<string[]> hardware = new("--hardware") { HelpName = "FILE", Description = "A device of your own, in the catalogue's file format; the column gpu names it. May be repeated." };
        Option<bool> intervals = new("--intervals") { Description = "Prints low_us,high_us too: the 90 % interval, empty where the device was not measured.", Arity = ArgumentArity.Zero };
        Option<bool> strict = new("--strict-coverage") { Description = "Refuses rows outside of what was measured on their device; each has an empty value, and a line says why.", Arity = ArgumentArity.Zero };
        predict.Add(points);
        predict.Add(hardware);
        predict.Add(intervals);
        predict.Add(strict);
        predict.SetAction(result =>
        {
            string path = result.GetRequiredValue(points);
            using TextReader text = Open(path);
            PointDevices devices = new(result.GetValue(hardware) ?? []);
            PointFile file = new(new PointPrices(devices.Find, CatalogueLookup.Model)) { Intervals = result.GetValue(intervals), StrictCoverage = result.GetValue(strict) };
            file.Predict(text, path == "-" ? "standard input" : path, result.InvocationConfiguration.Output, result.InvocationConfiguration.Error);
            return ExitCode.Done;
        });
        return predict;
    }

    private static StreamReader Open(string path)
    {
        try
        {
            return path == "-" ? new StreamReader(Console.OpenStandardInput()) : new StreamReader(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw UnreadableFile.Problem($"--points is '{path}', which", path, problem);
        }
    }
}
