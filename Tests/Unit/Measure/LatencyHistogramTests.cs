using LoadGen.Measure;

namespace Tests.Unit.Measure;

public sealed class LatencyHistogramTests
{
    [Fact]
    public void Percentiles_are_by_nearest_rank()
    {
        LatencyHistogram histogram = Of(Enumerable.Range(1, 20).Select(i => i * 10));

        LatencySummary summary = histogram.Summarize();

        Assert.Equal(20, summary.Count);
        Assert.Equal(TimeSpan.FromMicroseconds(105), summary.Mean);
        Assert.Equal(TimeSpan.FromMicroseconds(100), summary.P50);
        Assert.Equal(TimeSpan.FromMicroseconds(180), summary.P90);
        Assert.Equal(TimeSpan.FromMicroseconds(190), summary.P95);
        Assert.Equal(TimeSpan.FromMicroseconds(200), summary.Max);
    }

    [Theory]
    [InlineData(99, false, false)]
    [InlineData(100, true, false)]
    [InlineData(999, true, false)]
    [InlineData(1_000, true, true)]
    public void Few_samples_print_no_far_percentile(int samples, bool p99, bool p999)
    {
        LatencySummary summary = Of(Enumerable.Range(1, samples)).Summarize();

        Assert.Equal((p99, p999), (summary.P99 is not null, summary.P999 is not null));
        Assert.NotNull(summary.P95);
    }

    [Fact]
    public void P99_of_a_thousand_is_the_990th_and_p999_the_999th()
    {
        LatencySummary summary = Of(Enumerable.Range(1, 1_000)).Summarize();

        Assert.Equal(990, summary.P99!.Value.TotalMicroseconds);
        Assert.Equal(999, summary.P999!.Value.TotalMicroseconds);
    }

    [Fact]
    public void Three_digits_are_kept_up_to_hours()
    {
        LatencyHistogram histogram = new();
        histogram.Record(TimeSpan.FromHours(5) + TimeSpan.FromSeconds(7));
        histogram.Record(TimeSpan.FromHours(9));

        double seconds = histogram.ValueAt(0.5)!.Value.TotalSeconds;

        Assert.InRange(seconds, 18_007 * 0.999, 18_007 * 1.001);
        Assert.Equal(TimeSpan.FromHours(9), histogram.ValueAt(1));
    }

    [Fact]
    public void A_gap_shared_by_several_tokens_counts_once_a_token()
    {
        LatencyHistogram histogram = new();
        histogram.Record(TimeSpan.FromMilliseconds(1), count: 3);
        histogram.Record(TimeSpan.FromMilliseconds(5));

        Assert.Equal(4, histogram.Count);
        Assert.Equal(TimeSpan.FromMilliseconds(2), histogram.Mean);
        Assert.Equal(1, histogram.ValueAt(0.75)!.Value.TotalMilliseconds, 0.001);
    }

    [Fact]
    public void Added_histograms_say_what_one_of_all_samples_would()
    {
        LatencyHistogram first = Of([1, 2, 3]);
        first.Add(Of([4, 5, 600]));

        Assert.Equal(Of([1, 2, 3, 4, 5, 600]).Summarize(), first.Summarize());
    }

    [Fact]
    public void Requests_without_an_answer_count_as_infinite()
    {
        LatencySummary summary = Of(Enumerable.Range(1, 60)).Summarize(unanswered: 40);

        Assert.Equal(100, summary.Count);
        Assert.Equal(50, summary.P50!.Value.TotalMicroseconds);
        Assert.Null(summary.P90);
        Assert.Null(summary.Mean);
        Assert.Null(summary.Max);
    }

    [Fact]
    public void Without_samples_there_is_nothing_to_say()
    {
        Assert.Equal(new LatencySummary(0), new LatencyHistogram().Summarize());
    }

    [Fact]
    public void Negative_durations_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new LatencyHistogram().Record(TimeSpan.FromTicks(-1)));
    }

    private static LatencyHistogram Of(IEnumerable<int> microseconds)
    {
        LatencyHistogram histogram = new();
        foreach (int value in microseconds)
        {
            histogram.Record(TimeSpan.FromMicroseconds(value));
        }

        return histogram;
    }
}
