namespace Emulator.Prometheus;

/// <summary>A series of one number: a counter or a gauge.</summary>
/// <inheritdoc cref="Series(MetricFamily, Labels)"/>
internal sealed class Value(MetricFamily family, Labels labels) : Series(family, labels)
{
    /// <summary>The number.</summary>
    public double Amount { get; set; }

    public override IEnumerable<(string Suffix, Labels Labels, double Value)> Samples() => [("", Labels, Amount)];
}
