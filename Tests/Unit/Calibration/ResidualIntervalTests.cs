using Emulator.Calibration;

namespace Tests.Unit.Calibration;

public sealed class ResidualIntervalTests
{
    [Fact]
    public void Of_many_rows_one_in_twenty_lies_below_and_one_above()
    {
        double[] measured = [.. Enumerable.Range(1, 999).Select(i => i / 500.0)];
        ResidualInterval interval = ResidualInterval.Of([.. measured.Select(_ => 1.0)], measured);
        Assert.Equal(new ResidualInterval(50 / 500.0, 950 / 500.0), interval);
        Assert.Equal(0.9, interval.Coverage([.. measured.Select(_ => 1.0)], measured), 2);
    }

    [Fact]
    public void Of_few_rows_it_reaches_beyond_the_farthest()
    {
        // By hand: ln of 0.8, 1, 1.25 has mean 0 and standard deviation 0.22314; Student's t of 2 degrees at 95 % is 2.9200; times √(1 + 1/3).
        ResidualInterval interval = ResidualInterval.Of([1, 1, 1], [0.8, 1, 1.25]);
        Assert.Equal(Math.Exp(-2.9200 * 0.22314 * Math.Sqrt(4 / 3.0)), interval.LowRatio, 1e-4);
        Assert.Equal(1 / interval.LowRatio, interval.HighRatio, 1e-4);
    }
}
