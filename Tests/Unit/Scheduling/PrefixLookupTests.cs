using CsCheck;
using Emulator.KvCache;
using Emulator.Scheduling;

namespace Tests.Unit.Scheduling;

/// <summary>A request that waits asks for its cached prefix in every step; what is remembered of the last answer must be what a new look would find.</summary>
public class PrefixLookupTests
{
    private static readonly SchedulerOptions s_options = new() { BlockSize = 4, NumGpuBlocks = 13, PrefixCaching = true, ReserveFullPrompt = false };

    [Fact]
    public void Whatever_happens_between_two_lookups_the_second_finds_what_a_new_one_would() =>
        Gen.Select(Gen.Int[0, 4], Gen.Int[1, 30], Gen.Int[0, 2]).Array[1, 60].Sample(
            steps =>
            {
                BlockAllocator blocks = new(s_options);
                Sequence[] waiting = [Request("w0", 30), Request("w1", 21)];
                List<Sequence> held = [];
                foreach ((int kind, int tokens, int which) in steps)
                {
                    Happens(blocks, held, kind, tokens, which);

                    // One asks twice before the other does, so that the answer is remembered at times and replaced at times.
                    Sequence asks = waiting[which / 2];
                    Assert.Equal(Anew(blocks, asks), blocks.CachedPrefix(asks).ToArray());
                    Assert.Equal(Anew(blocks, asks), blocks.CachedPrefix(asks).ToArray());
                }
            },
            iter: 2_000);

    [Fact]
    public void A_lookup_is_not_repeated_while_nothing_changed_and_is_after_a_hit_was_evicted()
    {
        BlockAllocator blocks = new(s_options);
        Sequence first = Request("first", 16);
        Assert.True(blocks.Admit(first, 16, [], besideOthers: false));
        Sequence waiting = Request("w", 30);

        PrefixLookup lookup = blocks.Pool.Index!.LastLookup;
        Assert.Equal(4, blocks.CachedPrefix(waiting).Length);
        Assert.True(lookup.Holds(waiting, waiting.Tokens));
        blocks.Pool.Release(first.Blocks);
        Assert.True(lookup.Holds(waiting, waiting.Tokens));

        blocks.Pool.ForgetFree();
        Assert.False(lookup.Holds(waiting, waiting.Tokens));
        Assert.Equal(0, blocks.CachedPrefix(waiting).Length);
    }

    private static void Happens(BlockAllocator blocks, List<Sequence> held, int kind, int tokens, int which)
    {
        switch (kind)
        {
            case 0 or 1:
                // Of three families: that of those who wait, one that parts from it behind the second block, and a stranger.
                Sequence sequence = which == 2 ? new("x", new TokenSequence(TokenRun.OfPart("stranger", tokens)), 1, 1) : Request("x", tokens, shared: which == 0 ? 30 : 9);
                ReadOnlySpan<int> hits = blocks.CachedPrefix(sequence);
                if (blocks.Admit(sequence, tokens - (hits.Length * s_options.BlockSize), hits, besideOthers: false))
                {
                    held.Add(sequence);
                }

                break;
            case 2 or 3 when held.Count > 0:
                blocks.Pool.Release(held[tokens % held.Count].Blocks);
                held.RemoveAt(tokens % held.Count);
                break;
            case 4:
                blocks.Pool.ForgetFree();
                break;
        }
    }

    private static Sequence Request(string id, int tokens, int shared = 30)
    {
        int common = Math.Min(shared, tokens);
        return new(id, new TokenSequence(TokenRun.OfPart("family", common), TokenRun.OfPart(id, tokens - common)), 1, 1);
    }

    private static int[] Anew(BlockAllocator blocks, Sequence sequence)
    {
        PrefixHashes hashes = new(sequence, s_options.BlockSize);
        return [.. Enumerable.Range(0, (sequence.Tokens - 1) / s_options.BlockSize).Select(i => blocks.Pool.Index!.Find(hashes[i])).TakeWhile(block => block >= 0)];
    }
}
