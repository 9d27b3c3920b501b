namespace Emulator.Prometheus;

/// <summary>What a metric is; the text format writes the name in lower case.</summary>
internal enum MetricKind
{
    /// <summary>Only grows.</summary>
    Counter,

    /// <summary>What is now.</summary>
    Gauge,

    /// <summary>Counts of values up to each bound, and their sum.</summary>
    Histogram,

    /// <summary>Count and sum of values.</summary>
    Summary,
}
