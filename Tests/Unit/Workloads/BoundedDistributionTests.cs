using Emulator;
using LoadGen.Workloads;

namespace Tests.Unit.Workloads;

public sealed class BoundedDistributionTests
{
    private static readonly UniformDistribution _inner = new(0, 100);

    [Fact]
    public void Clamping_moves_draws_to_the_bounds()
    {
        BoundedDistribution clamped = new(_inner, 20, 70, OutOfRange.Clamp);
        SeededRandom random = new(1, "clamp");
        double[] draws = [.. Enumerable.Range(0, 10_000).Select(_ => clamped.Sample(random))];
        Assert.InRange(draws.Count(value => value == 20) / 10_000.0, 0.18, 0.22);
        Assert.InRange(draws.Count(value => value == 70) / 10_000.0, 0.28, 0.32);

        // 0.2·20 + 0.5·45 + 0.3·70
        Assert.Equal(47.5, clamped.Mean, 2);
    }

    [Fact]
    public void Redrawing_keeps_the_shape_between_the_bounds()
    {
        BoundedDistribution redrawn = new(_inner, 20, 70, OutOfRange.Redraw);
        SeededRandom random = new(1, "redraw");
        double[] draws = [.. Enumerable.Range(0, 10_000).Select(_ => redrawn.Sample(random))];
        Assert.All(draws, value => Assert.InRange(value, 20, 70));
        Assert.True(draws.Count(value => value is 20 or 70) < 3);
        Assert.Equal(45, redrawn.Mean, 2);
        Assert.Equal(45, redrawn.Quantile(0.5), 6);
    }

    [Fact]
    public void Redrawing_is_the_same_as_drawing_until_a_value_fits()
    {
        LogNormalDistribution inner = new(7, 0.5);
        BoundedDistribution redrawn = new(inner, 900, 1_500, OutOfRange.Redraw);
        SeededRandom random = new(3, "loop");
        double[] looped = [.. Enumerable.Range(0, 200_000).Select(_ => inner.Sample(random)).Where(value => value is >= 900 and <= 1_500)];
        Moments byLoop = Moments.Of(looped);
        Moments byQuantile = Moments.OfQuantiles(redrawn.Quantile);
        Assert.InRange(byQuantile.Mean / byLoop.Mean, 0.998, 1.002);
        Assert.InRange(byQuantile.P90 / byLoop.P90, 0.995, 1.005);
    }

    [Fact]
    public void A_range_that_nothing_falls_into_is_refused_when_redrawing()
    {
        Assert.Throws<InvalidConfigurationException>(() => new BoundedDistribution(_inner, 200, 300, OutOfRange.Redraw));
        Assert.Throws<InvalidConfigurationException>(() => new BoundedDistribution(new FixedValue(5), 6, 9, OutOfRange.Redraw));
        Assert.Throws<InvalidConfigurationException>(() => new BoundedDistribution(_inner, 30, 20, OutOfRange.Clamp));
        Assert.Equal(200, new BoundedDistribution(_inner, 200, 300, OutOfRange.Clamp).Mean);
        Assert.Equal(5, new BoundedDistribution(new FixedValue(5), 5, 5, OutOfRange.Redraw).Mean);
    }
}
