using System.Text;

namespace Emulator.Prometheus;

/// <summary>Writes metrics in Prometheus's text format, as Python's client does: a header, the samples, and after them as a gauge of its own when each series began.</summary>
internal sealed class PageText
{
    private readonly StringBuilder _text = new();

    /// <summary>Writes one metric with all its series.</summary>
    /// <param name="family">The metric.</param>
    /// <param name="series">Its series; may be none.</param>
    public void Write(MetricFamily family, IReadOnlyList<Series> series)
    {
        Header(family.FullName, family.Kind, family.Help);
        foreach ((string suffix, Labels labels, double value) in series.SelectMany(one => one.Samples()))
        {
            Sample(family.FullName + suffix, labels, value);
        }

        if (!family.HasCreated || series.Count == 0)
        {
            return;
        }

        Header($"{family.Name}_created", MetricKind.Gauge, family.Help);
        foreach (Series one in series)
        {
            Sample($"{family.Name}_created", one.Labels, one.CreatedAt);
        }
    }

    /// <summary>All that was written.</summary>
    public override string ToString() => _text.ToString();

    private void Header(string name, MetricKind kind, string help) => _text
        .Append("# HELP ").Append(name).Append(' ').Append(help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)).Append('\n')
        .Append("# TYPE ").Append(name).Append(' ').Append(kind switch
        {
            MetricKind.Counter => "counter",
            MetricKind.Gauge => "gauge",
            MetricKind.Histogram => "histogram",
            _ => "summary",
        }).Append('\n');

    private void Sample(string name, Labels labels, double value) => _text.Append(name).Append(labels.Text).Append(' ').Append(PrometheusNumber.Of(value)).Append('\n');
}
