using Emulator.Csv;

namespace Emulator.Points;

/// <summary>A file of points, predicted row by row in constant memory.</summary>
internal static class PointFile
{
    /// <summary>Predicts all rows, in their order.</summary>
    /// <param name="points">The file's text.</param>
    /// <param name="origin">The file's name, for messages.</param>
    /// <param name="prices">What prices them.</param>
    /// <param name="output">Gets <c>id,predicted_us</c>.</param>
    /// <param name="error">Gets a line for each row that cannot be predicted: its id, and why.</param>
    /// <returns>Rows that could not be predicted.</returns>
    /// <exception cref="InvalidConfigurationException">The header lacks a column, or there is none.</exception>
    public static int Predict(TextReader points, string origin, PointPrices prices, TextWriter output, TextWriter error)
    {
        using PredictionWriter writer = new(output);
        int unpredicted = 0;
        CsvFile.Read(points, origin, PointPrices.RequiredColumns, PointPrices.OtherColumns, writer.Begin, Predict, Refuse);
        return unpredicted;

        void Predict(in CsvRow row) => writer.Write(row.Span("id"), prices.Price(row));

        void Refuse(in CsvRow row, string problem)
        {
            writer.Write(row.Span("id"), null);
            error.WriteLine($"{row.Span("id")}: {InColumns(problem)}");
            unpredicted++;
        }
    }

    // The cost model speaks of options; whoever wrote the file knows columns.
    private static string InColumns(string problem) =>
        problem.Replace("tensor-parallel-size", "tp", StringComparison.Ordinal).Replace("kv-cache-dtype", "kv_dtype", StringComparison.Ordinal);
}
