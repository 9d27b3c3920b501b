using CsCheck;
using Emulator.Api;
using Emulator.Content;

namespace Tests.Unit.Api;

public sealed class StopRuleTests
{
    private const int Limit = 60;

    /// <summary>Whatever the text and wherever the stop: the answer ends in the first token that completes it, as a search through the whole text says.</summary>
    [Fact]
    public void A_stop_text_is_found_where_a_search_through_the_whole_text_finds_it() =>
        Gen.Select(Gen.ULong, Gen.Int[0, 200], Gen.Int[1, 20], Gen.Int[0, 30]).Sample((seed, at, length, least) =>
        {
            SyntheticProse prose = new(seed);
            string text = prose.Text(0, Limit);
            string stop = text.Substring(Math.Min(at, text.Length - length), length);
            int from = prose.Text(0, least).Length;
            int expected = text.IndexOf(stop, from, StringComparison.Ordinal);

            StopPoint? found = new StopRule([stop], [], least, IncludesStop: false).Find(prose, Limit);

            Assert.Equal(expected < 0 ? null : expected, found?.TextLength);
            if (found is { Tokens: var tokens })
            {
                int end = expected + stop.Length;
                Assert.InRange(end, prose.Text(0, tokens - 1).Length + 1, prose.Text(0, tokens).Length);
            }
        });

    [Fact]
    public void Without_a_stop_or_within_a_shorter_limit_there_is_no_end()
    {
        SyntheticProse prose = new(7);

        Assert.Null(new StopRule([], [], 0, IncludesStop: false).Find(prose, Limit));
        Assert.Null(new StopRule(["."], [], 0, IncludesStop: false).Find(prose, 11));
        Assert.Equal(12, new StopRule(["."], [], 0, IncludesStop: false).Find(prose, 12)?.Tokens);
    }

    [Theory]
    [InlineData(false, 5)]
    [InlineData(true, 0)]
    public void What_may_become_a_stop_is_held_back_unless_it_is_sent_anyway(bool includes, int heldBack) =>
        Assert.Equal(heldBack, new StopRule(["ab", "abcdef"], [], 0, includes).HeldBack);
}
