using LoadGen.Studies;

namespace Tests.Unit.Studies;

public sealed class WordingTests
{
    [Theory]
    [InlineData(3, 1, "3.00 times as long")]
    [InlineData(1, 3, "3.00 times shorter")]
    [InlineData(1.04, 1, "about as long")]
    [InlineData(1, 1.04, "about as long")]
    [InlineData(0, 0, "about as long")]
    [InlineData(2, 0, "out of all proportion")]
    public void A_comparison_says_what_its_figures_say(double value, double beside, string words) =>
        Assert.Equal(words, Wording.Times(value, beside, "long", "shorter"));
}
