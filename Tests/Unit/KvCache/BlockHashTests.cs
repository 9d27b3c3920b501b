using CsCheck;
using Emulator.KvCache;

namespace Tests.Unit.KvCache;

public class BlockHashTests
{
    [Fact]
    public void Equal_tokens_have_equal_hashes_however_they_are_cut_into_runs() =>
        Gen.ULong[0, 6].Array[4, 12].Sample(tokens =>
        {
            BlockHasher single = new(BlockHash.Root);
            foreach (ulong token in tokens)
            {
                single.Mix(token, 1);
            }

            Assert.Equal(single.Close(), Hash(tokens));
        });

    [Fact]
    public void A_salt_sets_a_prefix_apart() =>
        Assert.Equal(3, new[] { BlockHash.RootOf(null), BlockHash.RootOf("red"), BlockHash.RootOf("blue") }.Distinct().Count());

    [Fact]
    public void Reading_on_from_the_last_place_is_the_same_as_reading_from_the_start() =>
        Gen.Select(Gen.ULong[0, 6].Array[4, 40], Gen.Int[1, 7]).Sample((tokens, block) =>
        {
            TokenSequence sequence = new([.. tokens.Select(token => new TokenRun(token, 1))]);
            TokenSequence.RunPlace place = default;
            for (int from = 0; from + block <= tokens.Length; from += block)
            {
                BlockHasher hasher = new(BlockHash.Root);
                sequence.MixInto(ref hasher, from, block, ref place);
                Assert.Equal(Hash(tokens[from..(from + block)]), hasher.Close());
            }
        });

    [Fact]
    public void Different_tokens_have_different_hashes() =>
        Gen.Select(Gen.ULong[0, 4].Array[5], Gen.ULong[0, 4].Array[5]).Sample((a, b) =>
            Assert.Equal(a.SequenceEqual(b), Hash(a) == Hash(b)));

    private static BlockHash Hash(ulong[] tokens)
    {
        BlockHasher hasher = new(BlockHash.Root);
        TokenSequence.RunPlace place = default;
        new TokenSequence([.. tokens.Select(token => new TokenRun(token, 1))]).MixInto(ref hasher, 0, tokens.Length, ref place);
        return hasher.Close();
    }
}
