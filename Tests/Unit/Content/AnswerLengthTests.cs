using Emulator.Content;
using Emulator.Numerics;

namespace Tests.Unit.Content;

public sealed class AnswerLengthTests
{
    [Fact]
    public void Lengths_are_log_normal_with_the_stated_median_and_mean()
    {
        const int Draws = 100_000;
        int[] lengths = [.. Enumerable.Range(0, Draws).Select(seed => AnswerLength.Draw((ulong)seed)).Order()];

        // exp(5.5) = 244.7; exp(5.5 + 0.6² / 2) = 293.0; half a token less for cutting to whole tokens.
        Assert.InRange(lengths[Draws / 2], 241, 248);
        Assert.InRange(lengths.Average(), 289.5, 295.5);
        Assert.Equal(AnswerLength.Draw(42), AnswerLength.Draw(42));
    }

    [Fact]
    public void The_generator_gives_the_published_numbers()
    {
        SplitMix64 random = new(0);

        Assert.Equal([0xe220a8397b1dcdafUL, 0x6e789e6aa1b965f4UL, 0x06c45d188009454fUL], [random.Next(), random.Next(), random.Next()]);
    }
}
