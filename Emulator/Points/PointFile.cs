using Emulator.CostModel;
using Emulator.Csv;
using Emulator.Hardware;

namespace Emulator.Points;

/// <summary>A file of points, predicted row by row in constant memory.</summary>
/// <param name="prices">What prices them.</param>
internal sealed class PointFile(PointPrices prices)
{
    /// <summary>Whether each prediction's 90 % interval is written beside it.</summary>
    public bool Intervals { get; init; }

    /// <summary>Whether a point that lies outside what was measured on its device is refused; otherwise it is told of, with others like it, at the end.</summary>
    public bool StrictCoverage { get; init; }

    /// <summary>Predicts all rows, in their order.</summary>
    /// <param name="points">The file's text.</param>
    /// <param name="origin">The file's name, for messages.</param>
    /// <param name="output">Gets <c>id,predicted_us</c>.</param>
    /// <param name="error">Gets a line for each row that cannot be predicted, its id and why, and at the end what was outside the measured range.</param>
    /// <returns>Rows that were not predicted.</returns>
    /// <exception cref="InvalidConfigurationException">The header lacks a column, or there is none.</exception>
    public int Predict(TextReader points, string origin, TextWriter output, TextWriter error)
    {
        using PredictionWriter writer = new(output, Intervals);
        CoverageTally tally = new();
        int unpredicted = 0;
        CsvFile.Read(points, origin, PointPrices.RequiredColumns, PointPrices.OtherColumns, writer.Begin, Predict, Refuse);
        tally.Write(error);
        return unpredicted;

        void Predict(in CsvRow row)
        {
            Prediction prediction = prices.Price(row);
            if (StrictCoverage && Uncovered(prices.Gpu, prices.Gaps) is { } problem)
            {
                Refuse(row, problem);
                return;
            }

            writer.Write(row.Span("id"), prediction);
            tally.Add(row.Span("id"), prices.Gpu, prices.Gaps);
        }

        void Refuse(in CsvRow row, string problem)
        {
            writer.Write(row.Span("id"), null);
            error.WriteLine($"{row.Span("id")}: {InColumns(problem)}");
            unpredicted++;
        }
    }

    private static string? Uncovered(Gpu gpu, List<CoverageGap> gaps) =>
        !gpu.Calibrated ? GpuCatalogue.Warning(gpu)
        : CoverageGap.Describe(gaps) is { } notMeasured ? $"{notMeasured} on {gpu.Name}."
        : null;

    // The cost model speaks of options; whoever wrote the file knows columns.
    private static string InColumns(string problem) =>
        problem.Replace("tensor-parallel-size", "tp", StringComparison.Ordinal).Replace("kv-cache-dtype", "kv_dtype", StringComparison.Ordinal);
}
