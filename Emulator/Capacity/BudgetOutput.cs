using System.Globalization;
using System.Text.Json.Nodes;
using Emulator.Cli;
using Emulator.Explanation;
using Emulator.Svg;

namespace Emulator.Capacity;

/// <summary>The trade-off curve as a table, as CSV, as JSON, and as a drawing.</summary>
internal static class BudgetOutput
{
    /// <summary>Writes the table.</summary>
    public static void WriteTable(TextWriter output, IEnumerable<BudgetPoint> points)
    {
        TextTable table = new("budget", "prefill tokens", "steps", "TTFT ms", "best ITL ms", "worst ITL ms", "prefill tokens/s");
        foreach (BudgetPoint point in points)
        {
            table.Add(
                point.Policy,
                Amount.Count(point.PrefillTokens),
                Amount.Count(point.Steps),
                Amount.Of(point.TtftMicroseconds / 1e3),
                Amount.Of(point.BestItlMicroseconds / 1e3),
                Amount.Of(point.WorstItlMicroseconds / 1e3),
                Amount.Of(point.PrefillTokensPerSecond));
        }

        table.WriteTo(output);
    }

    /// <summary>Writes CSV, times in milliseconds.</summary>
    public static void WriteCsv(TextWriter output, IEnumerable<BudgetPoint> points)
    {
        output.WriteLine("budget,prefill_tokens,steps,ttft_ms,best_itl_ms,worst_itl_ms,prefill_tokens_per_second");
        foreach (BudgetPoint point in points)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{point.Policy},{point.PrefillTokens},{point.Steps},{point.TtftMicroseconds / 1e3:0.###},{point.BestItlMicroseconds / 1e3:0.###},{point.WorstItlMicroseconds / 1e3:0.###},{point.PrefillTokensPerSecond:0.#}"));
        }
    }

    /// <summary>An array of points, times in milliseconds.</summary>
    public static JsonArray Json(IEnumerable<BudgetPoint> points) => new([.. points.Select(point => new JsonObject
    {
        ["budget"] = point.Policy,
        ["prefill_tokens"] = point.PrefillTokens,
        ["steps"] = point.Steps,
        ["ttft_ms"] = point.TtftMicroseconds / 1e3,
        ["best_itl_ms"] = point.BestItlMicroseconds / 1e3,
        ["worst_itl_ms"] = point.WorstItlMicroseconds / 1e3,
        ["prefill_tokens_per_second"] = point.PrefillTokensPerSecond,
    })]);

    /// <summary>Worst ITL over TTFT, a point a budget.</summary>
    public static LabelledPoints Plot(string title, IReadOnlyList<BudgetPoint> budgets, IReadOnlyList<BudgetPoint> targets) => new(
        title,
        "TTFT (ms)",
        "worst ITL (ms)",
        [.. new[] { ("token budget", budgets), ("target-step", targets) }.Where(series => series.Item2.Count > 0).Select(series => new PointSeries(
            series.Item1, [.. series.Item2.Select(point => new LabelledPoint(point.TtftMicroseconds / 1e3, point.WorstItlMicroseconds / 1e3, point.Policy.Split(' ')[1]))]))]);
}
