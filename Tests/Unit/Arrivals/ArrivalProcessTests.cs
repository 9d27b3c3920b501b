using Emulator;
using LoadGen.Arrivals;
using LoadGen.Schedule;
using LoadGen.Workloads;

namespace Tests.Unit.Arrivals;

public sealed class ArrivalProcessTests
{
    [Fact]
    public void Poisson_gaps_are_exponential()
    {
        double[] times = [.. new PoissonArrivals(20).Times(new SeededRandom(1, "poisson").NextUniform, 1).Take(20_000)];
        double[] gaps = [.. times.Select((time, i) => time - (i == 0 ? 0 : times[i - 1]))];
        Assert.All(gaps, gap => Assert.True(gap > 0));
        Assert.InRange(gaps.Average(), 0.049, 0.051);
        double? distance = KolmogorovSmirnov.ExponentialDistance(gaps, 20);
        Assert.True(distance < KolmogorovSmirnov.FivePercentPoint(gaps.Length), $"distance {distance}");
    }

    [Fact]
    public void The_distance_tells_a_metronome_and_a_wrong_rate_from_Poisson()
    {
        double[] even = [.. Enumerable.Repeat(0.05, 1_000)];
        double[] times = [.. new PoissonArrivals(22).Times(new SeededRandom(1, "poisson").NextUniform, 1).Take(5_000)];
        double[] faster = [.. times.Select((time, i) => time - (i == 0 ? 0 : times[i - 1]))];
        Assert.True(KolmogorovSmirnov.ExponentialDistance(even, 20) > 0.6);
        Assert.True(KolmogorovSmirnov.ExponentialDistance(faster, 20) > KolmogorovSmirnov.FivePercentPoint(faster.Length));
        Assert.Null(KolmogorovSmirnov.ExponentialDistance([], 20));
    }

    [Fact]
    public void The_distance_of_one_gap_is_known_by_hand()
    {
        // One gap of ln 2 at rate 1: the share below is a half, the empirical one jumps from 0 to 1 there.
        Assert.Equal(0.5, KolmogorovSmirnov.ExponentialDistance([Math.Log(2)], 1)!.Value, 12);
    }

    [Fact]
    public void A_metronome_starts_at_zero_and_adds_no_error_up()
    {
        double[] times = [.. new ConstantArrivals(10).Times(() => 0.5, 1).Take(30_001)];
        Assert.Equal([0, 0.1, 0.2], times[..3]);
        Assert.Equal(3_000, times[^1]);
        Assert.Equal(0.05, new ConstantArrivals(10).Times(() => 0.5, 2).ElementAt(1));
    }

    [Fact]
    public void Doubling_the_rate_scale_halves_every_time()
    {
        double[] once = [.. new PoissonArrivals(3).Times(new SeededRandom(4, "s").NextUniform, 1).Take(100)];
        double[] twice = [.. new PoissonArrivals(3).Times(new SeededRandom(4, "s").NextUniform, 2).Take(100)];
        Assert.All(once.Zip(twice), pair => Assert.Equal(pair.First, 2 * pair.Second, 9));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(-1.0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_rate_is_above_zero(double rate)
    {
        Assert.Throws<InvalidConfigurationException>(() => new PoissonArrivals(rate));
        Assert.Throws<InvalidConfigurationException>(() => new ConstantArrivals(rate));
    }
}
