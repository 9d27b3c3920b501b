namespace LoadGen.Measure;

/// <summary>A latency distribution in eight numbers. A percentile is absent where its samples are too few, or where it is infinite.</summary>
/// <param name="Count">Samples.</param>
/// <param name="Mean">Exact, not from the histogram's buckets; absent without samples or when one is infinite.</param>
/// <param name="P50">Median.</param>
/// <param name="P90">90th percentile.</param>
/// <param name="P95">95th percentile.</param>
/// <param name="P99">99th percentile; absent under <see cref="SamplesForP99"/> samples.</param>
/// <param name="P999">99.9th percentile; absent under <see cref="SamplesForP999"/> samples.</param>
/// <param name="Max">Largest sample, exact.</param>
public sealed record LatencySummary(
    long Count,
    TimeSpan? Mean = null,
    TimeSpan? P50 = null,
    TimeSpan? P90 = null,
    TimeSpan? P95 = null,
    TimeSpan? P99 = null,
    TimeSpan? P999 = null,
    TimeSpan? Max = null)
{
    /// <summary>With fewer samples a p99 would be one of the largest few, which says little.</summary>
    public const int SamplesForP99 = 100;

    /// <summary>With fewer samples a p99.9 would be the maximum.</summary>
    public const int SamplesForP999 = 1_000;
}
