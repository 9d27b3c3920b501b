using Emulator.Configuration;

namespace Tests.Unit.Configuration;

public class QuantityTests
{
    [Theory]
    [InlineData("17", 17)]
    [InlineData("64k", 64_000)]
    [InlineData("1.5K", 1_500)]
    [InlineData("2M", 2_000_000)]
    [InlineData("3 GB", 3_000_000_000)]
    [InlineData("1GiB", 1_073_741_824)]
    [InlineData("4Ki", 4_096)]
    [InlineData("-5", -5)]
    [InlineData("1e3", 1_000)]
    public void Numbers_take_units(string text, long number)
    {
        Assert.True(Quantity.TryParseNumber(text, out decimal parsed));
        Assert.Equal(number, parsed);
    }

    [Theory]
    [InlineData("2", 20_000_000)]
    [InlineData("2s", 20_000_000)]
    [InlineData("0.5", 5_000_000)]
    [InlineData("500ms", 5_000_000)]
    [InlineData("1.5us", 15)]
    [InlineData("2min", 1_200_000_000)]
    [InlineData("2m", 1_200_000_000)]
    [InlineData("1h", 36_000_000_000)]
    public void Durations_take_units_and_are_seconds_without(string text, long ticks)
    {
        Assert.True(Quantity.TryParseDuration(text, out TimeSpan parsed));
        Assert.Equal(ticks, parsed.Ticks);
    }

    [Theory]
    [InlineData("")]
    [InlineData("k")]
    [InlineData("s")]
    [InlineData("1,000")]
    [InlineData("1 2")]
    [InlineData("1kk")]
    [InlineData("twelve")]
    [InlineData("79228162514264337593543950335k")]
    public void What_is_no_number_is_refused(string text)
    {
        Assert.False(Quantity.TryParseNumber(text, out _));
        Assert.False(Quantity.TryParseDuration(text, out _));
    }

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(900_000_000, "90s")]
    [InlineData(15_000_000, "1500ms")]
    [InlineData(15, "1.5us")]
    public void Durations_print_as_they_are_read(long ticks, string text)
    {
        Assert.Equal(text, Quantity.Print(new TimeSpan(ticks)));
        Assert.True(Quantity.TryParseDuration(text, out TimeSpan parsed));
        Assert.Equal(ticks, parsed.Ticks);
    }
}
