using Emulator.Svg;

namespace Tests.Unit.Svg;

public sealed class ScaleTests
{
    [Fact]
    public void A_scale_from_zero_ends_at_a_round_number()
    {
        Scale scale = Scale.FromZero(4_321, pixelAtZero: 200, pixelAtHigh: 0);

        Assert.Equal([0, 1_000, 2_000, 3_000, 4_000, 5_000], scale.Ticks);
        Assert.Equal(200, scale[0]);
        Assert.Equal(100, scale[2_500]);
        Assert.Equal(0, scale[5_000]);
    }

    [Fact]
    public void Nothing_but_zeros_still_has_an_axis() => Assert.True(Scale.FromZero(0, 0, 100).Ticks.Count >= 2);

    [Fact]
    public void Powers_of_ten_are_equally_far_apart()
    {
        Scale scale = Scale.Powers(0.01, 100, 0, 400);

        Assert.Equal(scale[1] - scale[0.1], scale[10] - scale[1], 1e-9);
        Assert.Equal(5, scale.Ticks.Count);
        Assert.InRange(scale[0.01], 0, 10);
        Assert.InRange(scale[100], 390, 400);
    }

    [Fact]
    public void Few_powers_are_labelled_between() => Assert.Equal(["2", "5", "10", "20"], Scale.Powers(1.5, 30, 0, 400).Ticks.Select(t => t.ToString("0", null)));

    [Fact]
    public void Values_outside_stay_at_the_ends() => Assert.Equal((0, 100), (Scale.Between(0, 10, 0, 100)[-5], Scale.Between(0, 10, 0, 100)[50]));
}
