namespace Emulator.KvCache;

/// <summary>
/// The cached prefix that was last looked up. A request that waits for blocks asks for it in every step: the answer holds until one of its blocks
/// leaves the index, or the first hash that was not there comes into it.
/// </summary>
/// <param name="blocks">Blocks there are, ids from 0.</param>
internal sealed class PrefixLookup(int blocks)
{
    private int[] _hits = new int[blocks];

    // The lookup in which a block was last a hit: compared with the present one's number, so that nothing has to be cleared.
    private long[] _hitIn = new long[blocks];
    private long _number;
    private int _count;
    private object? _of;
    private int _tokens;
    private BlockHash? _missing;

    /// <summary>Whether the last lookup was for <paramref name="of"/> with so many <paramref name="tokens"/>, and holds.</summary>
    public bool Holds(object of, int tokens) => ReferenceEquals(_of, of) && _tokens == tokens;

    /// <summary>The blocks found.</summary>
    public ReadOnlySpan<int> Hits => _hits.AsSpan(0, _count);

    /// <summary>A new lookup.</summary>
    public void Begin(object of, int tokens)
    {
        (_of, _tokens, _count, _missing) = (of, tokens, 0, null);
        _number++;
    }

    /// <summary>It found the next block.</summary>
    public void Hit(int block)
    {
        _hits[_count++] = block;
        _hitIn[block] = _number;
    }

    /// <summary>It ended because nothing carries <paramref name="hash"/>.</summary>
    public void Miss(in BlockHash hash) => _missing = hash;

    /// <summary>A hash that no block carried came into the index.</summary>
    public void Appeared(in BlockHash hash)
    {
        if (_missing == hash)
        {
            _of = null;
        }
    }

    /// <summary>A block left the index.</summary>
    public void Vanished(int block)
    {
        if (_hitIn[block] == _number)
        {
            _of = null;
        }
    }

    /// <summary>Makes room for ids below <paramref name="blocks"/>.</summary>
    public void Reserve(int blocks)
    {
        Array.Resize(ref _hits, blocks);
        Array.Resize(ref _hitIn, blocks);
    }
}
