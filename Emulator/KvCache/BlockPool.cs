namespace Emulator.KvCache;

/// <summary>
/// The paged KV cache: which block is held by whom, which is free, and which free one still carries a prefix worth finding.
/// Behaves as vLLM's V1 block pool: block 0 is its null block and never handed out, free blocks form one queue whether they carry
/// a hash or not, and a free block keeps its hash until it is handed out again.
/// </summary>
public sealed class BlockPool
{
    private const int Removed = -1;

    // Ids of blocks that were taken out of the pool, and come back first when it grows.
    private readonly Stack<int> _removed = [];

    // The free queue is a doubly linked list through two arrays, with block 0, which is never free, as its sentinel: a prefix hit takes
    // blocks out of its middle.
    private int[] _next;
    private int[] _previous;
    private int[] _references;

    /// <summary>A pool with every block free, in ascending order.</summary>
    /// <param name="blocks">Blocks including the null block, at least 2.</param>
    /// <param name="prefixCaching">Whether full blocks are registered by hash.</param>
    public BlockPool(int blocks, bool prefixCaching)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(blocks, 2);
        Index = prefixCaching ? new PrefixIndex(blocks) : null;
        _next = new int[blocks];
        _previous = new int[blocks];
        _references = new int[blocks];
        for (int block = 0; block < blocks; block++)
        {
            _next[block] = block + 1 < blocks ? block + 1 : 0;
            _previous[block] = block > 0 ? block - 1 : blocks - 1;
        }

        Free = Usable = blocks - 1;
    }

    /// <summary>Blocks that sequences can hold: all but the null block.</summary>
    public int Usable { get; private set; }

    /// <summary>Blocks that no sequence holds.</summary>
    public int Free { get; private set; }

    /// <summary>Blocks that sequences hold.</summary>
    public int Used => Usable - Free;

    /// <summary>Sequences that hold <paramref name="block"/>; −1 when it was taken out of the pool.</summary>
    public int References(int block) => _references[block];

    /// <summary>One more than the highest id that a block here ever had.</summary>
    public int Ids => _references.Length;

    /// <summary>What finds blocks by their content; null without prefix caching.</summary>
    internal PrefixIndex? Index { get; }

    /// <summary>The free queue, head first: the order in which blocks will be handed out.</summary>
    public IEnumerable<int> FreeQueue()
    {
        for (int block = _next[0]; block != 0; block = _next[block])
        {
            yield return block;
        }
    }

    /// <summary>How many of <paramref name="blocks"/> are free: a hit on them shortens the free queue.</summary>
    internal int CountIdle(ReadOnlySpan<int> blocks)
    {
        int idle = 0;
        foreach (int block in blocks)
        {
            idle += _references[block] == 0 ? 1 : 0;
        }

        return idle;
    }

    /// <summary>Gives the cached <paramref name="blocks"/> to a sequence that holds none yet.</summary>
    internal void Share(ReadOnlySpan<int> blocks, BlockTable table)
    {
        foreach (int block in blocks)
        {
            if (_references[block]++ == 0)
            {
                Unlink(block);
                Free--;
            }
        }

        blocks.CopyTo(table.Extend(blocks.Length));
        table.Registered = blocks.Length;
    }

    /// <summary>Hands <paramref name="count"/> blocks from the head of the free queue to a sequence; what they cached is forgotten.</summary>
    internal void Take(int count, BlockTable table)
    {
        Span<int> taken = table.Extend(count);
        int block = _next[0];
        for (int i = 0; i < taken.Length; i++)
        {
            Index?.Forget(block);
            _references[block] = 1;
            taken[i] = block;
            block = _next[block];
        }

        _next[0] = block;
        _previous[block] = 0;
        Free -= count;
    }

    /// <summary>
    /// Takes back all blocks of a sequence, from its last to its first. Those that nobody else holds become free: without a hash at the
    /// front of the queue, to be reused at once; with one at the back, the end of a prefix before its start.
    /// </summary>
    internal void Release(BlockTable table)
    {
        ReadOnlySpan<int> ids = table.Ids;
        if (Index is not null)
        {
            for (int i = ids.Length - 1; i >= 0; i--)
            {
                if (Index.Carries(ids[i]) && --_references[ids[i]] == 0)
                {
                    Link(ids[i], after: _previous[0]);
                    Free++;
                }
            }
        }

        // Pushed to the front one by one from the first to the last, they stand there last to first.
        foreach (int block in ids)
        {
            if (Index?.Carries(block) != true && --_references[block] == 0)
            {
                Link(block, after: 0);
                Free++;
            }
        }

        table.Clear();
    }

    /// <summary>Forgets what the free blocks hold.</summary>
    /// <returns>Blocks that held something.</returns>
    internal int ForgetFree()
    {
        int forgotten = 0;
        for (int block = _next[0]; block != 0 && Index is not null; block = _next[block])
        {
            forgotten += Index.Carries(block) ? 1 : 0;
            Index.Forget(block);
        }

        return forgotten;
    }

    /// <summary>Takes the last <paramref name="count"/> blocks of the free queue, of which there are so many, out of the pool.</summary>
    internal void Shrink(int count)
    {
        for (int i = 0; i < count; i++)
        {
            int block = _previous[0];
            Index?.Forget(block);
            Unlink(block);
            _references[block] = Removed;
            _removed.Push(block);
        }

        Usable -= count;
        Free -= count;
    }

    /// <summary>Puts <paramref name="count"/> blocks that hold nothing to the front of the free queue, so that none that does is evicted before them.</summary>
    internal void Grow(int count)
    {
        int fresh = Math.Max(0, count - _removed.Count);
        if (fresh > 0)
        {
            int ids = Ids;
            Array.Resize(ref _next, ids + fresh);
            Array.Resize(ref _previous, ids + fresh);
            Array.Resize(ref _references, ids + fresh);
            Index?.Reserve(ids + fresh);
            for (int block = ids + fresh - 1; block >= ids; block--)
            {
                Link(block, after: 0);
            }
        }

        for (int i = fresh; i < count; i++)
        {
            int block = _removed.Pop();
            _references[block] = 0;
            Link(block, after: 0);
        }

        Usable += count;
        Free += count;
    }

    private void Link(int block, int after)
    {
        int before = _next[after];
        _next[after] = block;
        _previous[block] = after;
        _next[block] = before;
        _previous[before] = block;
    }

    private void Unlink(int block)
    {
        _next[_previous[block]] = _next[block];
        _previous[_next[block]] = _previous[block];
    }
}
