using LoadGen.Measure;
using LoadGen.Report;

namespace Tests.Unit.Report;

public sealed class FiguresTests
{
    [Theory]
    [InlineData(0.0000851, "85.1 µs")]
    [InlineData(0.431, "431 ms")]
    [InlineData(1.2366, "1.24 s")]
    [InlineData(0.99996, "1.00 s")]
    [InlineData(1234.5, "1,234 s")]
    [InlineData(0, "0 s")]
    public void Durations_have_three_digits_and_a_unit_that_fits(double seconds, string expected) => Assert.Equal(expected, Figures.Seconds(seconds));

    [Theory]
    [InlineData(0.849, "84.9 %")]
    [InlineData(0.00712, "0.71 %")]
    [InlineData(1, "100.0 %")]
    [InlineData(0, "0 %")]
    public void Shares_are_in_per_cent(double share, string expected) => Assert.Equal(expected, Figures.Share(share));

    [Fact]
    public void Mean_and_half_width_share_a_unit()
    {
        Assert.Equal("84.9 ± 1.2 %", Figures.Of(new MeanInterval(0.849, 0.012, 3), MetricUnit.Share));
        Assert.Equal("431 ± 7 ms", Figures.Of(new MeanInterval(0.431, 0.007, 3), MetricUnit.Seconds));
        Assert.Equal("1.24 ± 0.03 s", Figures.Of(new MeanInterval(1.24, 0.03, 3), MetricUnit.Seconds));
    }

    [Theory]
    [InlineData(0.0751, 0.0819, "[75.1, 81.9] ms", "78 [75.1, 81.9] ms")]
    [InlineData(0.00085, 1.2, "[0.00, 1.20] s", "78 ms [0.00, 1.20] s")]
    [InlineData(0.0751, null, "≥ 75.1 ms", "78 ms (≥ 75.1 ms)")]
    [InlineData(null, 0.0819, "≤ 81.9 ms", "78 ms (≤ 81.9 ms)")]
    [InlineData(null, null, "–", "78 ms (–)")]
    public void Both_bounds_of_an_error_bar_share_a_unit_and_an_open_one_is_left_out(double? low, double? high, string expected, string beside)
    {
        MetricInterval bar = new(low, high, low, high);

        Assert.Equal((expected, beside), (Figures.Of(bar, MetricUnit.Seconds), Figures.WithBar("78 ms", bar, MetricUnit.Seconds)));
    }

    [Fact]
    public void Without_an_error_bar_a_figure_stands_alone() => Assert.Equal("78 ms", Figures.WithBar("78 ms", null, MetricUnit.Seconds));

    [Fact]
    public void What_was_not_measured_is_a_dash_and_never_a_zero() => Assert.Equal("–", Figures.Seconds(null));
}
