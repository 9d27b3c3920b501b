using LoadGen.Measure;

namespace Tests.Unit.Measure;

public sealed class MeanIntervalTests
{
    [Fact]
    public void Three_runs_give_t_times_the_standard_error()
    {
        MeanInterval interval = MeanInterval.Of([1.0, 2.0, 3.0])!;

        Assert.Equal(2, interval.Mean);
        Assert.Equal(4.3027 / Math.Sqrt(3), interval.HalfWidth!.Value, 1e-4); // standard deviation 1, two degrees of freedom
        Assert.Equal(3, interval.Runs);
    }

    [Fact]
    public void One_run_has_no_interval() => Assert.Equal(new MeanInterval(5, null, 1), MeanInterval.Of([5.0]));

    [Fact]
    public void Runs_without_the_figure_do_not_count() => Assert.Equal(2, MeanInterval.Of([1.0, null, 3.0])!.Runs);

    [Fact]
    public void No_run_with_the_figure_gives_nothing() => Assert.Null(MeanInterval.Of([null, null]));

    [Theory]
    [InlineData(1, 12.7062)]
    [InlineData(4, 2.7764)]
    [InlineData(30, 2.0423)]
    [InlineData(31, 2.0395)]
    [InlineData(40, 2.0211)]
    [InlineData(60, 2.0003)]
    [InlineData(120, 1.9799)]
    public void The_quantile_is_that_of_the_tables(int degreesOfFreedom, double expected) =>
        Assert.Equal(expected, StudentT.Quantile975(degreesOfFreedom), 1e-4);
}
