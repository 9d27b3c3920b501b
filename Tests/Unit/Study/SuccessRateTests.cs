using LoadGen.Measure;

namespace Tests.Unit.Study;

/// <summary>Success rates beside those of an independent simulation, which published the smallest and the largest of its three seeds, rounded.</summary>
public sealed class SuccessRateTests(EqualHardware runs) : IClassFixture<EqualHardware>
{
    /// <summary>Our seeds are not its seeds: both sides are three draws of one distribution. The spread is widened by half of its last digit, and on each side by the 95 % interval of our mean (Student's t with two degrees of freedom, 4.30·s/√3).</summary>
    [Theory]
    [InlineData("single", 1, 0.7, 1.0, 0.1)]
    [InlineData("8 x TP1", 1, 4.2, 4.4, 0.1)]
    [InlineData("4 x TP2", 1, 6.5, 6.5, 0.1)]
    [InlineData("2 x TP4", 1, 7.2, 7.4, 0.1)]
    [InlineData("TP8", 1, 5.7, 6.1, 0.1)]
    [InlineData("single", 0.25, 3.4, 4.3, 0.1)]
    [InlineData("8 x TP1", 0.25, 84, 86, 1)]
    [InlineData("4 x TP2", 0.25, 90, 91, 1)]
    [InlineData("2 x TP4", 0.25, 89, 91, 1)]
    [InlineData("TP8", 0.25, 81, 83, 1)]
    [InlineData("single", 0.05, 57, 80, 1)]
    [InlineData("8 x TP1", 0.05, 97, 97, 1)]
    [InlineData("4 x TP2", 0.05, 99.7, 100, 0.1)]
    [InlineData("2 x TP4", 0.05, 100, 100, 1)]
    [InlineData("TP8", 0.05, 100, 100, 1)]
    public void Success_rates_agree_with_an_independent_simulation(string arrangement, double rateScale, double low, double high, double lastDigit)
    {
        MeanInterval percent = MeanInterval.Of([.. runs.Of(arrangement, rateScale).Select(report => 100 * report.SuccessRate!.Value)])!;
        double margin = (lastDigit / 2) + percent.HalfWidth!.Value;
        Assert.InRange(percent.Mean, low - margin, high + margin);
    }

    [Fact]
    public void At_full_rate_steps_of_TP8_take_105_ms_and_a_third_of_them_is_all_reduce()
    {
        Assert.All(runs.Of("TP8", 1), report =>
        {
            Assert.InRange(report.Engine!.StepSecondsMean!.Value, 0.103, 0.108);
            Assert.InRange(report.Engine!.CostShare!.AllReduce, 0.30, 0.36);
        });
    }

    [Fact]
    public void At_a_twentieth_of_the_rate_TP8_has_the_lowest_TPOT() =>
        Assert.Equal("TP8", EqualHardware.Arrangements.MinBy(arrangement => runs.Of(arrangement, 0.05).Average(report => report.Latency.Tpot!.Mean!.Value.TotalSeconds)));

    [Fact]
    public void On_equal_hardware_replicas_of_small_groups_complete_more_than_one_group_of_eight_when_all_are_loaded()
    {
        Assert.All([1, 0.25], rateScale => Assert.True(Mean("4 x TP2", rateScale) > Mean("TP8", rateScale)));
        Assert.All([1, 0.25], rateScale => Assert.True(Mean("2 x TP4", rateScale) > Mean("TP8", rateScale)));
    }

    [Fact]
    public void Eight_GPUs_beat_one_however_they_are_arranged() =>
        Assert.All(EqualHardware.RateScales, rateScale => Assert.All(EqualHardware.Arrangements[1..], arrangement => Assert.True(Mean(arrangement, rateScale) > Mean("single", rateScale))));

    [Fact]
    public void At_full_rate_first_come_first_served_computes_mostly_for_requests_that_time_out() =>
        Assert.All(runs.Of("TP8", 1), report => Assert.InRange((double)report.Engine!.TimedOutTokens!.Value / report.Engine.ComputedTokens!.Value, 0.8, 0.95));

    private double Mean(string arrangement, double rateScale) => runs.Of(arrangement, rateScale).Average(report => report.SuccessRate!.Value);
}
