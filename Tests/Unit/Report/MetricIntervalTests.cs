using LoadGen.Measure;
using LoadGen.Report;

namespace Tests.Unit.Report;

public sealed class MetricIntervalTests
{
    [Theory]
    [InlineData(MetricUnit.Seconds, 2.0, 1.0, 3.0, 1.0, 3.0)]
    [InlineData(MetricUnit.Share, 0.5, 0.7, 0.4, 0.4, 0.7)]
    [InlineData(MetricUnit.Seconds, 2.0, 2.5, 3.0, 2.0, 3.0)] // shorter steps, and yet a longer p99: the figure itself is the least
    [InlineData(MetricUnit.Seconds, 2.0, 1.5, 1.0, 1.0, 2.0)]
    public void It_is_ordered_and_holds_the_figure_whatever_the_ends_are(MetricUnit unit, double figure, double fast, double slow, double low, double high) =>
        Assert.Equal(new MetricInterval(low, high, fast, slow), MetricInterval.Of(unit, figure, fast, slow));

    [Theory]
    [InlineData(MetricUnit.Seconds, 1.0, null, 1.0, null)]
    [InlineData(MetricUnit.Seconds, null, 3.0, null, 3.0)]
    [InlineData(MetricUnit.PerSecond, 3.0, null, null, 3.0)]
    [InlineData(MetricUnit.PerSecond, null, 1.0, 1.0, null)]
    [InlineData(MetricUnit.Seconds, null, null, null, null)]
    public void An_end_without_the_figure_leaves_open_the_side_that_it_lies_on(MetricUnit unit, double? fast, double? slow, double? low, double? high) =>
        Assert.Equal(new MetricInterval(low, high, fast, slow), MetricInterval.Of(unit, 2, fast, slow));

    [Fact]
    public void Over_seeds_it_is_the_interval_of_the_mean()
    {
        CompareCell cell = Assert.Single(CompareReport.Of([Run(1, 10, 8, 13), Run(2, 20, 16, 27)]).Cells);

        Assert.Equal(new MetricInterval(0.012, 0.020, 0.012, 0.020), cell.PredictionInterval!["tpot_p50"]);
    }

    [Fact]
    public void Over_seeds_an_end_that_one_of_them_lacks_is_open()
    {
        CompareCell cell = Assert.Single(CompareReport.Of([Run(1, 10, 8, 13), Run(2, 20, 16, null)]).Cells);

        Assert.Equal((0.012, null), (cell.PredictionInterval!["tpot_p50"].Low, cell.PredictionInterval["tpot_p50"].High));
    }

    [Fact]
    public void Over_seeds_of_which_one_has_no_interval_there_is_none() =>
        Assert.Null(Assert.Single(CompareReport.Of([Run(1, 10, 8, 13), Run(2, 20, 16, 27) with { PredictionInterval = null }]).Cells).PredictionInterval);

    [Fact]
    public void Only_intervals_without_a_common_value_are_apart()
    {
        MetricInterval one = new(1, 2, 1, 2);

        Assert.True(one.IsApartFrom(new MetricInterval(2.1, 3, 2.1, 3)));
        Assert.True(new MetricInterval(2.1, null, 2.1, null).IsApartFrom(one));
        Assert.False(one.IsApartFrom(new MetricInterval(2, 3, 2, 3)));
        Assert.False(one.IsApartFrom(new MetricInterval(null, 3, null, 3)));
    }

    [Fact]
    public void Each_reason_for_no_error_bars_is_told_once()
    {
        RunReport bare = Run(1, 10, 8, 13) with { PredictionInterval = null };
        RunReport[] runs = [bare with { PredictionIntervalReason = "A is uncalibrated" }, bare with { Seed = 2, PredictionIntervalReason = "A is uncalibrated" }];

        Assert.Equal(["error bars: none, A is uncalibrated"], CompareReport.Of(runs).WithoutIntervals);
        Assert.Equal(["error bars: none for A, A is uncalibrated"], CompareReport.Of([.. runs, Run(1, 10, 8, 13) with { Configuration = "B" }]).WithoutIntervals);
        Assert.Empty(CompareReport.Of([bare with { Kind = ReportKind.Run }]).WithoutIntervals);
    }

    private static RunReport Run(long seed, double milliseconds, double? fast, double? slow) => Records.Header("A", seed: seed) with
    {
        Latency = new LatencyReport { Tpot = new LatencySummary(100, P50: TimeSpan.FromMilliseconds(milliseconds)) },
        PredictionInterval = new PredictionIntervalReport(0.9, new Dictionary<string, MetricInterval>
        {
            ["tpot_p50"] = MetricInterval.Of(MetricUnit.Seconds, milliseconds / 1e3, fast / 1e3, slow / 1e3),
        }),
    };
}
