using Emulator.Numerics;

namespace Tests.Unit.Numerics;

public sealed class NormalQuantileTests
{
    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.9, 1.2815515655446004)]
    [InlineData(0.975, 1.959963984540054)]
    [InlineData(0.99, 2.3263478740408408)]
    [InlineData(0.999, 3.090232306167813)]
    [InlineData(1e-10, -6.361340902404056)]
    [InlineData(1e-15, -7.941345326170998)]
    public void The_published_quantiles_come_out(double p, double z) => Assert.Equal(z, NormalQuantile.Of(p), 12);

    [Fact]
    public void It_is_symmetric_and_increasing()
    {
        double previous = double.NegativeInfinity;
        for (int i = 1; i < 1_000; i++)
        {
            double z = NormalQuantile.Of(i / 1_000.0);
            Assert.True(z > previous);
            Assert.Equal(z, -NormalQuantile.Of(1 - (i / 1_000.0)), 12);
            previous = z;
        }
    }
}
