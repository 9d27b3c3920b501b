using System.Globalization;
using Emulator.Csv;
using Emulator.Hardware;
using Emulator.Models;
using Emulator.Points;

namespace Tests.Conformance;

/// <summary>
/// The shipped coefficients against every measured row of an operation, through the door that anyone's points go through: the mean error
/// is what the cost model's description promises for unseen rows, and two points more at most.
/// </summary>
public class MeasuredPointTests
{
    private const double Margin = 0.02;

    [Theory]
    [InlineData("linear", "H100-SXM", "bf16", 0.07)]
    [InlineData("linear", "A100-SXM", "bf16", 0.09)]
    [InlineData("linear", "L40S", "bf16", 0.16)]
    [InlineData("linear", "H100-SXM", "fp8", 0.15)]
    [InlineData("linear", "L40S", "fp8", 0.23)]
    [InlineData("attention_decode", "H100-SXM", "bf16", 0.08)]
    [InlineData("attention_decode", "H100-SXM", "fp8", 0.08)]
    [InlineData("attention_decode", "A100-SXM", "bf16", 0.16)]
    [InlineData("attention_decode", "L40S", "bf16", 0.31)]
    [InlineData("attention_decode", "L40S", "fp8", 0.31)]
    [InlineData("attention_prefill", "H100-SXM", "bf16", 0.07)]
    [InlineData("attention_prefill", "H100-SXM", "fp8", 0.07)]
    [InlineData("attention_prefill", "A100-SXM", "bf16", 0.12)]
    [InlineData("attention_prefill", "L40S", "bf16", 0.16)]
    [InlineData("attention_prefill", "L40S", "fp8", 0.16)]
    [InlineData("moe", "H100-SXM", "bf16", 0.13)]
    [InlineData("moe", "A100-SXM", "bf16", 0.17)]
    [InlineData("moe", "L40S", "bf16", 0.19)]
    [InlineData("allreduce", "H100-SXM", "vllm-0.19.0", 0.05)]
    [InlineData("allreduce", "A100-SXM", "vllm-0.14.0", 0.11)]
    [InlineData("allreduce", "L40S", "sglang-0.5.12", 0.07)]
    public void The_mean_error_over_all_rows_is_what_was_promised(string kind, string gpu, string formatOrEngine, double promised)
    {
        double[] errors = [.. Errors(kind, gpu, formatOrEngine)];
        Assert.True(errors.Length > 30, $"only {errors.Length} rows");
        Assert.True(errors.Average() <= promised + Margin, FormattableString.Invariant($"mean error {errors.Average():0.000}, promised {promised:0.00}"));
    }

    // A file's columns are those of the points, but for id and kind.
    private static List<double> Errors(string kind, string gpu, string formatOrEngine)
    {
        string[] lines = File.ReadAllLines(SharedData.PathOf("gpu", $"{kind}.csv"));
        string[] header = lines[0].Split(',');
        string selector = kind switch { "allreduce" => "engine", "linear" or "moe" => "dtype", _ => "kv_dtype" };
        (int gpuColumn, int selectorColumn, int measuredColumn) = (Array.IndexOf(header, "gpu"), Array.IndexOf(header, selector), Array.IndexOf(header, "measured_us"));
        string[][] rows = [.. lines[1..].Select(line => line.Split(',')).Where(row => row[gpuColumn] == gpu && row[selectorColumn] == formatOrEngine)];
        string points = $"id,kind,{lines[0]}\n" + string.Concat(rows.Select((row, i) => $"{i.ToString(CultureInfo.InvariantCulture)},{kind},{string.Join(',', row)}\n"));

        using StringWriter output = new(CultureInfo.InvariantCulture);
        using StringWriter error = new(CultureInfo.InvariantCulture);
        int unpredicted = new PointFile(new PointPrices(GpuCatalogue.Find, ModelCatalogue.Find)).Predict(new StringReader(points), kind, output, error);
        Assert.True(unpredicted == 0, error.ToString());

        List<double> errors = [];
        CsvFile.Read(new StringReader(output.ToString()), kind, ["id", "predicted_us"], [], (in CsvRow row) =>
            errors.Add(Math.Abs((row.Positive("predicted_us") / double.Parse(rows[row.Whole("id", 0)][measuredColumn], CultureInfo.InvariantCulture)) - 1)), Assert.Fail);
        return errors;
    }
}
