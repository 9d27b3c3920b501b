using Emulator.Prometheus;

namespace Tests.Unit.Prometheus;

public class PageTextTests
{
    [Fact]
    public void A_histogram_has_cumulative_buckets_that_include_their_bound_a_count_a_sum_and_when_it_began()
    {
        MetricFamily family = new("wait_seconds", MetricKind.Histogram, "How long.");
        Histogram histogram = new(family, new Labels(("model_name", "m"), ("engine", "0")), [0.5, 1]) { CreatedAt = 1_700_000_000.5 };
        histogram.Observe(0.5);
        histogram.Observe(0.75, times: 2);
        histogram.Observe(100);

        Assert.Equal(
            """
            # HELP wait_seconds How long.
            # TYPE wait_seconds histogram
            wait_seconds_bucket{engine="0",le="0.5",model_name="m"} 1.0
            wait_seconds_bucket{engine="0",le="1.0",model_name="m"} 3.0
            wait_seconds_bucket{engine="0",le="+Inf",model_name="m"} 4.0
            wait_seconds_count{engine="0",model_name="m"} 4.0
            wait_seconds_sum{engine="0",model_name="m"} 102.0
            # HELP wait_seconds_created How long.
            # TYPE wait_seconds_created gauge
            wait_seconds_created{engine="0",model_name="m"} 1.7000000005e+09

            """.ReplaceLineEndings("\n"),
            Written(family, histogram));
    }

    [Fact]
    public void A_counter_is_a_total_and_its_beginning_has_the_name_without()
    {
        MetricFamily family = new("tokens", MetricKind.Counter, "How many.");

        Assert.Equal(
            "# HELP tokens_total How many.\n# TYPE tokens_total counter\ntokens_total 7.0\n# HELP tokens_created How many.\n# TYPE tokens_created gauge\ntokens_created 1.0\n",
            Written(family, new Value(family, Labels.None) { Amount = 7, CreatedAt = 1 }));
    }

    [Fact]
    public void A_gauge_has_no_beginning_and_a_metric_without_series_only_its_header()
    {
        MetricFamily family = new("depth", MetricKind.Gauge, "How deep: a \\ and a\nline.");

        Assert.Equal("# HELP depth How deep: a \\\\ and a\\nline.\n# TYPE depth gauge\n", Written(family));
        Assert.EndsWith("gauge\ndepth 2.0\n", Written(family, new Value(family, Labels.None) { Amount = 2 }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_labels_value_is_escaped() => Assert.Equal("{path=\"a\\\\b\\\"c\\nd\"}", new Labels(("path", "a\\b\"c\nd")).Text);

    [Fact]
    public void A_copy_stays_as_it_was()
    {
        MetricFamily family = new("wait_seconds", MetricKind.Histogram, "How long.");
        Histogram histogram = new(family, Labels.None, [1]);
        histogram.Observe(2);

        Series copy = histogram.Copy();
        histogram.Observe(3);

        Assert.Equal([0, 1, 1, 2], copy.Samples().Select(sample => sample.Value));
    }

    [Theory]
    [InlineData(1, "1")]
    [InlineData(100, "1,2,5,10,20,50,100")]
    [InlineData(8_192, "1,2,5,10,20,50,100,200,500,1000,2000,5000")]
    public void Buckets_of_tokens_end_at_the_longest_context(int maxModelLength, string bounds) => Assert.Equal(bounds, string.Join(',', BucketBounds.RequestTokens(maxModelLength)));

    private static string Written(MetricFamily family, params IReadOnlyList<Series> series)
    {
        PageText text = new();
        text.Write(family, series);
        return text.ToString();
    }
}
