namespace LoadGen.Fidelity;

/// <summary>Metrics by their names in the column <c>metric</c>.</summary>
internal static class EndToEndMetricName
{
    private static readonly Dictionary<string, EndToEndMetric> ByName = new(StringComparer.Ordinal)
    {
        ["output_tok_s"] = EndToEndMetric.OutputTokensPerSecond,
        ["request_s"] = EndToEndMetric.RequestsPerSecond,
        ["mean_ttft_ms"] = EndToEndMetric.MeanTtft,
        ["mean_itl_ms"] = EndToEndMetric.MeanItl,
        ["ttft_ms"] = EndToEndMetric.Ttft,
        ["tpot_ms"] = EndToEndMetric.Tpot,
    };

    /// <summary>All names, in the order of the enumeration.</summary>
    public static IReadOnlyCollection<string> All => ByName.Keys;

    /// <summary>The metric called <paramref name="name"/>; null if there is none.</summary>
    public static EndToEndMetric? Find(string name) => ByName.TryGetValue(name, out EndToEndMetric metric) ? metric : null;

    /// <summary>The name of <paramref name="metric"/>.</summary>
    public static string ToText(this EndToEndMetric metric) => ByName.First(pair => pair.Value == metric).Key;
}
