namespace Emulator.Prometheus;

/// <summary>One metric of the page: all that its series have in common.</summary>
/// <param name="Name">Its name, a counter's without <c>_total</c>.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Help">What it means, in one sentence.</param>
internal sealed record MetricFamily(string Name, MetricKind Kind, string Help)
{
    /// <summary>Labels of its series, <c>le</c> left out.</summary>
    public IReadOnlyList<string> Labels { get; init; } = ["engine", "model_name"];

    /// <summary>Upper bounds of a histogram's buckets, <c>+Inf</c> left out, for a server's longest context in tokens.</summary>
    public Func<int, IReadOnlyList<double>>? Bounds { get; init; }

    /// <summary>Whether each series also says when it began, as Python's client does for all but gauges.</summary>
    public bool HasCreated { get; init; } = Kind != MetricKind.Gauge;

    /// <summary>The name in its header, and of its samples.</summary>
    public string FullName => Kind == MetricKind.Counter ? $"{Name}_total" : Name;
}
