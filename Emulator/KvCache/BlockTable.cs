using System.Buffers;

namespace Emulator.KvCache;

/// <summary>The KV blocks that one sequence holds, in token order: a growing list of block ids.</summary>
public sealed class BlockTable
{
    private int[] _ids = [];

    /// <summary>Blocks held.</summary>
    public int Count { get; private set; }

    /// <summary>Leading blocks whose hash this sequence has put into the index, or found there.</summary>
    public int Registered { get; internal set; }

    /// <summary>The block ids, first tokens first.</summary>
    public ReadOnlySpan<int> Ids => _ids.AsSpan(0, Count);

    internal Span<int> Extend(int count)
    {
        Reserve(Count + count);
        Count += count;
        return _ids.AsSpan(Count - count, count);
    }

    /// <summary>Makes room for <paramref name="count"/> blocks in all, so that later growth does not allocate.</summary>
    internal void Reserve(int count)
    {
        if (count <= _ids.Length)
        {
            return;
        }

        // Tables come and go with requests, a kilobyte or more each: pooled, they cost a simulation neither garbage nor cold memory.
        int[] larger = ArrayPool<int>.Shared.Rent(Math.Max(count, 2 * Count));
        Ids.CopyTo(larger);
        Return();
        _ids = larger;
    }

    internal void Clear()
    {
        Count = 0;
        Registered = 0;
    }

    /// <summary>Drops the memory too: for a sequence that has ended.</summary>
    internal void Free()
    {
        Clear();
        Return();
        _ids = [];
    }

    private void Return()
    {
        if (_ids.Length > 0)
        {
            ArrayPool<int>.Shared.Return(_ids);
        }
    }
}
