using Emulator;
using Emulator.Configuration;

namespace Tests.Unit.Configuration;

public sealed class GivenQuantityTests
{
    [Theory]
    [InlineData("300s", 300_000)]
    [InlineData("500ms", 500)]
    [InlineData("2m", 120_000)]
    [InlineData("2min", 120_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("1.5", 1_500)]
    [InlineData("0", 0)]
    [InlineData(" 3 s ", 3_000)]
    [InlineData("250us", 0.25)]
    [InlineData("250µs", 0.25)]
    [InlineData("1e3", 1_000_000)]
    public void A_duration_takes_a_unit_or_is_seconds(string text, double milliseconds) =>
        Assert.Equal(TimeSpan.FromTicks((long)(milliseconds * TimeSpan.TicksPerMillisecond)), Quantity.Duration("--duration", text));

    [Theory]
    [InlineData("3x")]
    [InlineData("-1s")]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("1 2s")]
    [InlineData("NaN")]
    [InlineData("1e30h")]
    public void A_wrong_duration_is_named_with_what_is_allowed(string text)
    {
        InvalidConfigurationException problem = Assert.Throws<InvalidConfigurationException>(() => Quantity.Duration("--duration", text));
        Assert.Equal($"--duration is '{text}'; allowed are durations such as 300s, 500ms, 2m, 1h or 1.5 (seconds).", problem.Message);
    }

    [Theory]
    [InlineData("4096", 4_096)]
    [InlineData("64k", 64_000)]
    [InlineData("1.5M", 1_500_000)]
    [InlineData("10_000", 10_000)]
    [InlineData("4Ki", 4_096)]
    public void A_count_takes_k_and_M(string text, long count) => Assert.Equal(count, Quantity.Count("--tokens", text));

    [Theory]
    [InlineData("1.5")]
    [InlineData("-3")]
    [InlineData("many")]
    [InlineData("1e20")]
    public void A_count_is_whole_and_not_negative(string text)
    {
        InvalidConfigurationException problem = Assert.Throws<InvalidConfigurationException>(() => Quantity.Count("--tokens", text));
        Assert.Equal($"--tokens is '{text}'; allowed are whole numbers such as 4096, 64k or 1M.", problem.Message);
    }

    [Fact]
    public void Zero_is_no_positive_quantity()
    {
        Assert.Throws<InvalidConfigurationException>(() => Quantity.PositiveDuration("--duration", "0s"));
        Assert.Throws<InvalidConfigurationException>(() => Quantity.PositiveNumber("--rate-scale", "0"));
        Assert.Equal(0.25, Quantity.PositiveNumber("--rate-scale", "0.25"));
    }
}
