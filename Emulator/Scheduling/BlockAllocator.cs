using Emulator.KvCache;

namespace Emulator.Scheduling;

/// <summary>Hands KV blocks to sequences, all that a share needs or none: what a running one grows by, and what a waiting one begins with.</summary>
internal sealed class BlockAllocator(SchedulerOptions options)
{
    /// <summary>The blocks.</summary>
    public BlockPool Pool { get; } = new(options.NumGpuBlocks, options.PrefixCaching);

    /// <summary>Blocks that so many tokens of one sequence take; more than there can be for more tokens than any prompt and output have.</summary>
    public int For(long tokens) => (int)Math.Min(int.MaxValue, (tokens + options.BlockSize - 1) / options.BlockSize);

    /// <summary>Blocks for a running request's next tokens; nothing changes when they are not to be had.</summary>
    public bool Grow(Sequence sequence, int tokens)
    {
        int end = sequence.Computed + tokens;
        if (end <= sequence.SettledTokens)
        {
            return true;
        }

        int grow = Math.Max(0, For(end) - sequence.Blocks.Count);
        if (grow > Pool.Free)
        {
            return false;
        }

        Take(sequence, grow, end);
        return true;
    }

    /// <summary>Blocks for a waiting request: its cached prefix, and new ones for its first tokens; nothing changes when they are not to be had.</summary>
    /// <param name="sequence">The request.</param>
    /// <param name="tokens">Tokens behind its cached prefix.</param>
    /// <param name="hits">The blocks of its cached prefix.</param>
    /// <param name="besideOthers">Whether others run, for whom the watermark leaves blocks free.</param>
    public bool Admit(Sequence sequence, int tokens, ReadOnlySpan<int> hits, bool besideOthers)
    {
        int idle = Pool.CountIdle(hits);

        // Wider than the numbers of blocks: a watermark may be any number, and then nobody comes in beside others.
        long headroom = besideOthers ? options.WatermarkBlocks : 0;
        if (options.ReserveFullPrompt && For(sequence.Tokens) - hits.Length + idle + headroom > Pool.Free)
        {
            return false;
        }

        int end = (hits.Length * options.BlockSize) + tokens;
        int grow = For(end) - hits.Length;
        if (grow + idle + headroom > Pool.Free)
        {
            return false;
        }

        sequence.Blocks.Reserve(For(sequence.TokensAtEnd));
        Pool.Share(hits, sequence.Blocks);
        Take(sequence, grow, end);
        return true;
    }

    /// <summary>The blocks of the longest cached prefix; at least one token is always left to compute, since its logits are needed. Valid until the next call.</summary>
    public ReadOnlySpan<int> CachedPrefix(Sequence sequence)
    {
        if (Pool.Index is not { } index || sequence.BypassesPrefixCache)
        {
            return [];
        }

        PrefixLookup lookup = index.LastLookup;
        if (lookup.Holds(sequence, sequence.Tokens))
        {
            return lookup.Hits;
        }

        lookup.Begin(sequence, sequence.Tokens);
        int most = (sequence.Tokens - 1) / options.BlockSize;
        PrefixHashes hashes = HashesOf(sequence);
        for (int i = 0; i < most; i++)
        {
            ref readonly BlockHash hash = ref hashes[i];
            int block = index.Find(hash);
            if (block < 0)
            {
                lookup.Miss(hash);
                break;
            }

            lookup.Hit(block);
        }

        return lookup.Hits;
    }

    private void Take(Sequence sequence, int blocks, int endOfTokens)
    {
        if (blocks > 0)
        {
            Pool.Take(blocks, sequence.Blocks);
        }

        BlockTable table = sequence.Blocks;
        sequence.SettledTokens = (int)Math.Min(int.MaxValue, (long)table.Count * options.BlockSize);
        if (Pool.Index is not { } index)
        {
            return;
        }

        for (int full = endOfTokens / options.BlockSize; table.Registered < full; table.Registered++)
        {
            index.Register(table.Ids[table.Registered], HashesOf(sequence)[table.Registered]);
        }

        // A token that fills its last block brings a hash to register.
        if (table.Registered < table.Count)
        {
            sequence.SettledTokens = (int)Math.Min(int.MaxValue, ((table.Registered + 1L) * options.BlockSize) - 1);
        }
    }

    private PrefixHashes HashesOf(Sequence sequence) => sequence.Hashes ??= new PrefixHashes(sequence, options.BlockSize);
}
