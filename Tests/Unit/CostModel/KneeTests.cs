using Emulator.CostModel;

namespace Tests.Unit.CostModel;

public sealed class KneeTests
{
    [Fact]
    public void Two_equal_bounds_meet_at_a_root_of_two() => Near.Equal(Math.Sqrt(2), new Knee(2).Of(1, 1), 1e-15);

    [Fact]
    public void Nothing_to_do_takes_no_time() => Assert.Equal(0, new Knee(2).Of(0, 0));

    [Theory]
    [InlineData(1.15)]
    [InlineData(1.98)]
    [InlineData(3.53)]
    [InlineData(20)]
    public void Far_from_the_knee_and_near_it_the_formula_is_the_same(double exponent)
    {
        Knee knee = new(exponent);
        for (double y = 1; y > 1e-9; y *= 0.97)
        {
            Near.Equal(Math.Pow(1 + Math.Pow(y, exponent), 1 / exponent), knee.Of(1, y), 1e-15);
            Assert.Equal(knee.Of(1, y), knee.Of(y, 1));
        }
    }
}
