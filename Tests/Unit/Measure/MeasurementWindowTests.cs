using Emulator;
using LoadGen.Measure;

namespace Tests.Unit.Measure;

public sealed class MeasurementWindowTests
{
    [Fact]
    public void Warmup_and_cooldown_are_cut_off_and_the_end_does_not_belong()
    {
        MeasurementWindow window = MeasurementWindow.Cut(TimeSpan.FromSeconds(100), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20));

        Assert.Equal(TimeSpan.FromSeconds(70), window.Length);
        Assert.False(window.Contains(TimeSpan.FromSeconds(9.9)));
        Assert.True(window.Contains(TimeSpan.FromSeconds(10)));
        Assert.False(window.Contains(TimeSpan.FromSeconds(80)));
    }

    [Fact]
    public void Nothing_left_to_measure_is_an_error_that_names_the_options()
    {
        InvalidConfigurationException error = Assert.Throws<InvalidConfigurationException>(
            () => MeasurementWindow.Cut(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(20)));

        Assert.Contains("warmup 40 s and cooldown 20 s", error.Message, StringComparison.Ordinal);
    }
}
