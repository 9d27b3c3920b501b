using LoadGen.Fidelity;

namespace Tests.Unit.Fidelity;

/// <summary>Files of published rows, one field changed at a time.</summary>
internal static class PublishedRow
{
    private static readonly Dictionary<string, string> Sound = new()
    {
        ["gpu"] = "H100-SXM",
        ["tp"] = "1",
        ["model"] = "Llama-3.1-8B",
        ["weight_dtype"] = "bf16",
        ["kv_dtype"] = "bf16",
        ["engine"] = "vllm",
        ["isl"] = "200",
        ["osl"] = "20",
        ["concurrency"] = "1",
        ["qps"] = "",
        ["metric"] = "tpot_ms",
        ["value"] = "7",
        ["source"] = "made up",
        ["quality"] = "ok",
    };

    public static string Header => string.Join(',', EndToEndFile.Columns);

    /// <summary>A sound row as CSV, with changes as <c>column=value</c>.</summary>
    public static string With(params ReadOnlySpan<string> changes)
    {
        Dictionary<string, string> fields = new(Sound);
        foreach (string change in changes)
        {
            string[] sides = change.Split('=', 2);
            fields[sides[0]] = sides[1];
        }

        return string.Join(',', EndToEndFile.Columns.Select(column => fields[column]));
    }

    public static IReadOnlyList<EndToEndRow> Read(params ReadOnlySpan<string> lines)
    {
        using StringReader text = new(Header + "\n" + string.Join('\n', lines) + "\n");
        return EndToEndFile.Read(text, "end_to_end.csv");
    }

    public static EndToEndResult[] Simulate(params ReadOnlySpan<string> lines) => [.. EndToEndFidelity.Run(Read(lines), cancellation: TestContext.Current.CancellationToken)];
}
