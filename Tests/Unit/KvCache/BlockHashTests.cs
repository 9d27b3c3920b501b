using CsCheck;
using Emulator.KvCache;

namespace Tests.Unit.KvCache;

public class BlockHashTests
{
    [Fact]
    public void Equal_tokens_have_equal_hashes_however_they_are_cut_into_runs() =>
        Gen.ULong[0, 6].Array[4, 12].Sample(tokens =>
        {
            BlockHash single = BlockHash.Root;
            foreach (ulong token in tokens)
            {
                single.Mix(token, 1);
            }

            BlockHash merged = BlockHash.Root;
            TokenSequence sequence = new([.. tokens.Select(token => new TokenRun(token, 1))]);
            sequence.MixInto(ref merged, 0, tokens.Length);

            Assert.Equal(single.Close(), merged.Close());
        });

    [Fact]
    public void Different_tokens_have_different_hashes() =>
        Gen.Select(Gen.ULong[0, 4].Array[5], Gen.ULong[0, 4].Array[5]).Sample((a, b) =>
            Assert.Equal(a.SequenceEqual(b), Hash(a) == Hash(b)));

    private static BlockHash Hash(ulong[] tokens)
    {
        BlockHash hash = BlockHash.Root;
        new TokenSequence([.. tokens.Select(token => new TokenRun(token, 1))]).MixInto(ref hash, 0, tokens.Length);
        return hash.Close();
    }
}
