using Emulator.Numerics;

namespace Tests.Unit.Numerics;

public sealed class SpecifiedMathTests
{
    [Fact]
    public void Exp_and_log_agree_with_the_platform_to_the_last_digits()
    {
        for (int i = -7_000; i <= 7_000; i++)
        {
            double x = (i / 10.0) + (i * 1e-5);
            Assert.InRange(SpecifiedMath.Exp(x) / Math.Exp(x), 1 - 1e-14, 1 + 1e-14);
            double y = Math.Exp(x);
            Assert.InRange(SpecifiedMath.Log(y), x - (1e-15 * Math.Max(1, Math.Abs(x))), x + (1e-15 * Math.Max(1, Math.Abs(x))));
        }

        Assert.Equal(0, SpecifiedMath.Log(1));
        Assert.Equal(1, SpecifiedMath.Exp(0));
    }

    [Fact]
    public void Log_near_one_keeps_its_relative_accuracy()
    {
        for (double d = 1e-12; d < 0.3; d *= 1.7)
        {
            Assert.InRange(SpecifiedMath.Log(1 - d) / Math.Log(1 - d), 1 - 1e-15, 1 + 1e-15);
            Assert.InRange(SpecifiedMath.Log(1 + d) / Math.Log(1 + d), 1 - 1e-15, 1 + 1e-15);
        }
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(-1.0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Log_refuses_what_has_no_finite_logarithm(double x) => Assert.Throws<ArgumentOutOfRangeException>(() => SpecifiedMath.Log(x));
}
