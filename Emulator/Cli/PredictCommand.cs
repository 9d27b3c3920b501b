using System.CommandLine;
using Emulator.Hardware;
using Emulator.Models;
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
                + "attention_prefill, attention_decode, allreduce, moe, elementwise and step. A row that cannot be predicted has an empty value, and a line on standard error says why.",
        };
        Option<string> points = new("--points") { HelpName = "FILE|-", Description = "The CSV file; - is standard input.", Required = true };
        predict.Add(points);
        predict.SetAction(result =>
        {
            string path = result.GetRequiredValue(points);
            using TextReader text = Open(path);
            PointPrices prices = new(GpuCatalogue.Find, ModelCatalogue.Find);
            PointFile.Predict(text, path == "-" ? "standard input" : path, prices, result.InvocationConfiguration.Output, result.InvocationConfiguration.Error);
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
            throw new InvalidConfigurationException($"--points is '{path}', which cannot be read: {problem.Message}", problem);
        }
    }
}
