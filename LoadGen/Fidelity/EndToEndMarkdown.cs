using System.Globalization;
using System.Text;

namespace LoadGen.Fidelity;

/// <summary>Writes the end-to-end half of the fidelity report as Markdown. The same results give the same text.</summary>
public static class EndToEndMarkdown
{
    private const string SummaryHead =
        "| rows of | rows | mean | median | p90 | worst | bias | in the 90 % interval | with a server's host time: mean | bias | plain roofline: mean | p90 | bias |\n|---|---|---|---|---|---|---|---|---|---|---|---|---|\n";

    /// <summary>The tables for the report: each metric by device and by server, then rows without a figure.</summary>
    public static string Summary(IReadOnlyList<EndToEndResult> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        int simulated = results.Count(result => result.Error is not null);
        StringBuilder text = new();
        AppendGoals(text, results);
        text.Append(CultureInfo.InvariantCulture, $"{simulated} of {results.Count} rows were simulated; the others are listed below with the reason. Errors are predicted over measured, less one: ")
            .Append("mean, median, p90 and worst of their absolute values, and the bias, their signed mean. All rows of a kind count, those with an assumption too.\n\n")
            .Append("By device:\n\n");
        AppendGroups(text, EndToEndGroup.ByDevice(results));
        text.Append("\nBy metric, device, engine and model:\n\n");
        AppendGroups(text, EndToEndGroup.ByServer(results));
        AppendStated(text, results);
        AppendUnusable(text, results);
        return text.ToString();
    }

    /// <summary>The goals, and what was reached.</summary>
    public static string Goals(IReadOnlyList<EndToEndResult> results)
    {
        StringBuilder text = new();
        AppendGoals(text, results);
        return text.ToString();
    }

    /// <summary>Each metric by device.</summary>
    public static string ByDevice(IReadOnlyList<EndToEndResult> results)
    {
        StringBuilder text = new();
        AppendGroups(text, EndToEndGroup.ByDevice(results));
        return text.ToString();
    }

    /// <summary>Every row of the file, in its order.</summary>
    public static string Rows(IReadOnlyList<EndToEndResult> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        StringBuilder text = new("| GPU, tp | model | weights, KV | engine | isl/osl | load | metric | measured | predicted | error | roofline | why it misses, or has no figure |\n|---|---|---|---|---|---|---|---|---|---|---|---|\n");
        foreach (EndToEndResult result in results)
        {
            EndToEndRow row = result.Row;
            AppendRow(
                text,
                $"{row.Field("gpu")}, {row.Field("tp")}",
                row.Field("model"),
                $"{row.Field("weight_dtype")}, {row.Field("kv_dtype")}",
                row.Field("engine"),
                $"{row.Field("isl")}/{row.Field("osl")}",
                row.Deployment?.Load.ToString() ?? $"{row.Field("concurrency")}{row.Field("qps")}",
                row.Field("metric"),
                row.Field("value"),
                result.Predicted is { } predicted ? Figure(predicted) : "",
                Signed(result.Error),
                Signed(result.RooflineError),
                result.Reason ?? "");
        }

        return text.ToString();
    }

    private static void AppendGoals(StringBuilder text, IReadOnlyList<EndToEndResult> results)
    {
        text.Append("| goal for | rows | mean | at most | | bias | at most | |\n|---|---|---|---|---|---|---|---|\n");
        foreach (EndToEndGoal goal in EndToEndGoal.Of(results))
        {
            AppendRow(
                text,
                goal.Name,
                (goal.Errors?.Rows ?? 0).ToString(CultureInfo.InvariantCulture),
                Share(goal.Errors?.Mean),
                Share(goal.MeanMax),
                goal.MeanHolds ? "holds" : "**missed**",
                Signed(goal.Errors?.Bias),
                Share(goal.BiasMax),
                goal.BiasHolds ? "holds" : "**missed**");
        }

        text.Append('\n');
    }

    private static void AppendGroups(StringBuilder text, IEnumerable<EndToEndGroup> groups)
    {
        text.Append(SummaryHead);
        foreach (EndToEndGroup group in groups)
        {
            AppendGroup(text, group);
        }
    }

    private static void AppendGroup(StringBuilder text, EndToEndGroup group) => AppendRow(
        text,
        group.Name,
        group.Rows.ToString(CultureInfo.InvariantCulture),
        Share(group.Own?.Mean),
        Share(group.Own?.Median),
        Share(group.Own?.P90),
        Share(group.Own?.Worst),
        Signed(group.Own?.Bias),
        Share(group.Coverage),
        Share(group.WithServerHost?.Mean),
        Signed(group.WithServerHost?.Bias),
        Share(group.Roofline?.Mean),
        Share(group.Roofline?.P90),
        Signed(group.Roofline?.Bias));

    // A source that does not name its KV cache's format may have used another than the one assumed.
    private static void AppendStated(StringBuilder text, IReadOnlyList<EndToEndResult> results)
    {
        EndToEndResult[] steps = [.. results.Where(result => result.Error is not null && result.Row.Metric is EndToEndMetric.Tpot or EndToEndMetric.MeanItl)];
        if (steps.Length == 0)
        {
            return;
        }

        text.Append("\nTime between tokens, tpot_ms and mean_itl_ms together:\n\n");
        AppendGroups(
            text,
            [
                EndToEndGroup.Of("all of them", steps),
                EndToEndGroup.Of("those whose number formats are stated", steps.Where(result => result.Row.Assumptions.Count == 0)),
                EndToEndGroup.Of("those with a number format assumed", steps.Where(result => result.Row.Assumptions.Count > 0)),
            ]);
    }

    private static void AppendUnusable(StringBuilder text, IReadOnlyList<EndToEndResult> results)
    {
        IGrouping<string, EndToEndResult>[] reasons = [.. results.Where(result => result.Error is null).GroupBy(result => result.Reason ?? "")];
        if (reasons.Length == 0)
        {
            return;
        }

        text.Append("\nRows without a figure:\n\n| rows | why |\n|---|---|\n");
        foreach (IGrouping<string, EndToEndResult> reason in reasons)
        {
            AppendRow(text, reason.Count().ToString(CultureInfo.InvariantCulture), reason.Key);
        }
    }

    private static void AppendRow(StringBuilder text, params ReadOnlySpan<string> cells)
    {
        foreach (string cell in cells)
        {
            text.Append("| ").Append(cell.Replace("|", "\\|", StringComparison.Ordinal)).Append(' ');
        }

        text.Append("|\n");
    }

    private static string Share(double? share) => share is { } value ? (value * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %" : "";

    private static string Signed(double? share) => share is { } value ? (value * 100).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture) + " %" : "";

    private static string Figure(double value) => value.ToString(value >= 1_000 ? "0" : value >= 10 ? "0.0" : "0.00", CultureInfo.InvariantCulture);
}
