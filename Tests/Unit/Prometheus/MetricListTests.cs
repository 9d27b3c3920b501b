using Emulator.Prometheus;

namespace Tests.Unit.Prometheus;

/// <summary>Names, kinds, labels and buckets of the page: dashboards and autoscalers of real servers read them, so that each change of the golden file is one of the interface.</summary>
public class MetricListTests
{
    [Fact]
    public void The_page_has_these_metrics_with_these_labels_and_buckets() => Golden.Matches(
        string.Concat(
            Section("vLLM, at a context of 8,192 tokens", VllmMetrics.All),
            Section("with show-hidden-metrics", VllmMetrics.Hidden.Select(hidden => hidden.Old)),
            Section("process", ProcessFigures.Families),
            Section("HTTP", HttpTraffic.Families)),
        "Tests", "Unit", "golden", "prometheus-metrics.txt");

    [Fact]
    public void No_metric_is_there_twice()
    {
        string[] names = [.. VllmMetrics.All.Concat(VllmMetrics.Hidden.Select(hidden => hidden.Old)).Concat(ProcessFigures.Families).Concat(HttpTraffic.Families).Select(family => family.FullName)];

        Assert.Equal(names.Distinct(), names);
    }

    private static string Section(string title, IEnumerable<MetricFamily> families) => $"# {title}\n{string.Concat(families.Select(Line))}\n";

    private static string Line(MetricFamily family)
    {
        string buckets = family.Bounds is { } bounds ? $" le={string.Join('|', bounds(8_192).Append(double.PositiveInfinity).Select(PrometheusNumber.Of))}" : "";
        return $"{family.Kind.ToString().ToLowerInvariant()} {family.FullName}{{{string.Join(',', family.Labels)}}}{buckets}{(family.HasCreated ? $" +{family.Name}_created" : "")}\n";
    }
}
