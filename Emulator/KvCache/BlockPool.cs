using System.Runtime.InteropServices;

namespace Emulator.KvCache;

/// <summary>
/// The paged KV cache: which block is held by whom, which is free, and which free one still carries a prefix worth finding.
/// Behaves as vLLM's V1 block pool: block 0 is its null block and never handed out, free blocks form one queue whether they carry
/// a hash or not, and a free block keeps its hash until it is handed out again.
/// </summary>
public sealed class BlockPool
{
    private const int None = -1;

    private readonly bool _prefixCaching;

    // The free queue is a doubly linked list through two arrays, with block 0, which is never free, as its sentinel: a prefix hit takes
    // blocks out of its middle.
    private readonly int[] _next;
    private readonly int[] _previous;
    private readonly int[] _references;
    private readonly BlockHash[] _hashes;
    private readonly bool[] _hashed;

    // Of the blocks that carry one hash the index names the oldest; each names the next younger one.
    private readonly Dictionary<BlockHash, int> _oldest = [];
    private readonly int[] _younger;

    /// <summary>A pool with every block free, in ascending order.</summary>
    /// <param name="blocks">Blocks including the null block, at least 2.</param>
    /// <param name="prefixCaching">Whether full blocks are registered by hash.</param>
    public BlockPool(int blocks, bool prefixCaching)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(blocks, 2);
        _prefixCaching = prefixCaching;
        _next = new int[blocks];
        _previous = new int[blocks];
        _references = new int[blocks];
        _hashes = prefixCaching ? new BlockHash[blocks] : [];
        _hashed = prefixCaching ? new bool[blocks] : [];
        _younger = prefixCaching ? new int[blocks] : [];
        for (int block = 0; block < blocks; block++)
        {
            _next[block] = block + 1 < blocks ? block + 1 : 0;
            _previous[block] = block > 0 ? block - 1 : blocks - 1;
        }

        Free = Usable = blocks - 1;
    }

    /// <summary>Blocks that sequences can hold: all but the null block.</summary>
    public int Usable { get; }

    /// <summary>Blocks that no sequence holds.</summary>
    public int Free { get; private set; }

    /// <summary>Blocks that sequences hold.</summary>
    public int Used => Usable - Free;

    /// <summary>Sequences that hold <paramref name="block"/>.</summary>
    public int References(int block) => _references[block];

    /// <summary>The free queue, head first: the order in which blocks will be handed out.</summary>
    public IEnumerable<int> FreeQueue()
    {
        for (int block = _next[0]; block != 0; block = _next[block])
        {
            yield return block;
        }
    }

    /// <summary>The oldest block registered under <paramref name="hash"/>, or −1.</summary>
    internal int Find(in BlockHash hash) => _oldest.TryGetValue(hash, out int block) ? block : None;

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
            if (_prefixCaching)
            {
                Forget(block);
            }

            _references[block] = 1;
            taken[i] = block;
            block = _next[block];
        }

        _next[0] = block;
        _previous[block] = 0;
        Free -= count;
    }

    /// <summary>Puts <paramref name="block"/> into the index under <paramref name="hash"/>, as the youngest of that hash.</summary>
    internal void Register(int block, in BlockHash hash)
    {
        _hashes[block] = hash;
        _hashed[block] = true;
        _younger[block] = None;
        ref int entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_oldest, hash, out bool exists);
        if (!exists)
        {
            entry = block;
            return;
        }

        int last = entry;
        while (_younger[last] != None)
        {
            last = _younger[last];
        }

        _younger[last] = block;
    }

    /// <summary>
    /// Takes back all blocks of a sequence, from its last to its first. Those that nobody else holds become free: without a hash at the
    /// front of the queue, to be reused at once; with one at the back, the end of a prefix before its start.
    /// </summary>
    internal void Release(BlockTable table)
    {
        ReadOnlySpan<int> ids = table.Ids;
        if (_prefixCaching)
        {
            for (int i = ids.Length - 1; i >= 0; i--)
            {
                if (_hashed[ids[i]] && --_references[ids[i]] == 0)
                {
                    Link(ids[i], after: _previous[0]);
                    Free++;
                }
            }
        }

        // Pushed to the front one by one from the first to the last, they stand there last to first.
        foreach (int block in ids)
        {
            if (!(_prefixCaching && _hashed[block]) && --_references[block] == 0)
            {
                Link(block, after: 0);
                Free++;
            }
        }

        table.Clear();
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

    private void Forget(int block)
    {
        if (!_hashed[block])
        {
            return;
        }

        _hashed[block] = false;
        ref int entry = ref CollectionsMarshal.GetValueRefOrNullRef(_oldest, _hashes[block]);
        if (entry != block)
        {
            int older = entry;
            while (_younger[older] != block)
            {
                older = _younger[older];
            }

            _younger[older] = _younger[block];
        }
        else if (_younger[block] != None)
        {
            entry = _younger[block];
        }
        else
        {
            _oldest.Remove(_hashes[block]);
        }
    }
}
