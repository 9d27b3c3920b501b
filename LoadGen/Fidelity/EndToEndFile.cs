using System.Globalization;
using Emulator;
using Emulator.CostModel;
using Emulator.Csv;
using Emulator.Hardware;
using Emulator.Models;

namespace LoadGen.Fidelity;

/// <summary>Reads files of published end-to-end measurements. A row that cannot be used is a row with the reason, never an error.</summary>
public static class EndToEndFile
{
    /// <summary>The columns, in the order in which they are reported.</summary>
    public static readonly IReadOnlyList<string> Columns =
        ["gpu", "tp", "model", "weight_dtype", "kv_dtype", "engine", "isl", "osl", "concurrency", "qps", "metric", "value", "source", "quality"];

    private const string Usable = "ok";

    // "bf16?": the source does not say, and this is the engine's default.
    private const char NotStated = '?';
    private const int MostTokens = 1_000_000;

    private static readonly string[] Required = [.. Columns.Except(["source", "quality"])];

    /// <summary>Reads all rows.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="origin">The file's name, for messages.</param>
    /// <exception cref="InvalidConfigurationException">The header lacks a column, or there is none.</exception>
    public static IReadOnlyList<EndToEndRow> Read(TextReader text, string origin)
    {
        List<EndToEndRow> rows = [];
        CsvFile.Read(
            text,
            origin,
            Required,
            ["source", "quality"],
            (in CsvRow row) => rows.Add(RowOf(row)),
            problem => rows.Add(new EndToEndRow { Place = origin, Fields = new Dictionary<string, string>(), Problem = problem }));
        return rows;
    }

    private static EndToEndRow RowOf(in CsvRow csv)
    {
        Dictionary<string, string> fields = [];
        foreach (string column in Columns)
        {
            fields[column] = csv.Span(column).ToString();
        }

        EndToEndRow row = new() { Place = csv.Place, Fields = fields };
        string quality = fields["quality"];
        if (!quality.StartsWith(Usable, StringComparison.Ordinal))
        {
            return row with { Problem = quality.Length == 0 ? "quality is empty; rows count only where it begins with ok" : $"quality is '{quality}'" };
        }

        try
        {
            return Understood(csv, row);
        }
        catch (InvalidConfigurationException problem)
        {
            return row with { Problem = problem.Message };
        }
    }

    private static EndToEndRow Understood(in CsvRow csv, EndToEndRow row)
    {
        EndToEndMetric metric = EndToEndMetricName.Find(row.Field("metric")) ?? throw csv.Wrong("metric", string.Join(", ", EndToEndMetricName.All));
        double value = csv.Positive("value");
        ServingLoad load = ServingLoad.Read(row.Field("concurrency"), row.Field("qps"), out string problem)
            ?? throw new InvalidConfigurationException($"{csv.Place}: {problem}.");
        Gpu gpu = GpuCatalogue.Find(csv.Text("gpu"));
        Transformer model = ModelCatalogue.Find(csv.Text("model"));
        List<string> assumptions = [];
        Precision precision = Precision.Parse(Stated(csv, "weight_dtype", assumptions), Stated(csv, "kv_dtype", assumptions));
        return row with
        {
            Metric = metric,
            Measured = value,
            Assumptions = assumptions,
            Deployment = new Deployment(gpu, csv.Whole("tp"), model, precision, csv.Text("engine"), Tokens(csv, "isl"), Tokens(csv, "osl"), load),
        };
    }

    private static string Stated(in CsvRow csv, string column, List<string> assumptions)
    {
        string dtype = csv.Text(column);
        if (dtype[^1] != NotStated)
        {
            return dtype;
        }

        assumptions.Add($"{column} is not stated, {dtype[..^1]} assumed");
        return dtype[..^1];
    }

    private static int Tokens(in CsvRow csv, string column) => csv.Whole(column) is var tokens and <= MostTokens
        ? tokens
        : throw csv.Wrong(column, string.Create(CultureInfo.InvariantCulture, $"whole numbers from 1 to {MostTokens}"));
}
