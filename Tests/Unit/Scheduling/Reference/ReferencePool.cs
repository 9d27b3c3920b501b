namespace Tests.Unit.Scheduling.Reference;

/// <summary>The blocks of the specification, in lists and dictionaries that say what they are: the free queue, the counts, the hash index.</summary>
internal sealed class ReferencePool
{
    private readonly Dictionary<int, int> _count = [];
    private readonly Dictionary<int, string> _hash = [];
    private readonly Dictionary<string, List<int>> _index = [];
    private readonly List<int> _removed = [];
    private int _ids;

    public ReferencePool(int blocks)
    {
        _ids = blocks - 1;
        Free.AddRange(Enumerable.Range(1, _ids));
    }

    /// <summary>The free queue, head first.</summary>
    public List<int> Free { get; } = [];

    public int Usable => _ids - _removed.Count;

    public int CountOf(int block) => _count.GetValueOrDefault(block);

    /// <summary>The oldest registration of a prefix that is still in the index; null when there is none.</summary>
    public int? Find(string prefix) => _index.TryGetValue(prefix, out List<int>? blocks) ? blocks[0] : null;

    /// <summary>One more table contains a hit block.</summary>
    public void Touch(int block)
    {
        if (CountOf(block) == 0)
        {
            Free.Remove(block);
        }

        _count[block] = CountOf(block) + 1;
    }

    /// <summary>The head of the free queue, without its old hash.</summary>
    public int Take()
    {
        int block = Free[0];
        Free.RemoveAt(0);
        Forget(block);
        _count[block] = 1;
        return block;
    }

    public void Register(int block, string prefix)
    {
        _hash[block] = prefix;
        if (!_index.TryGetValue(prefix, out List<int>? blocks))
        {
            _index[prefix] = blocks = [];
        }

        blocks.Add(block);
    }

    /// <summary>The table from its last block to its first: those that come free go to the front if unhashed, else to the back, each group in that order.</summary>
    public void Release(List<int> table)
    {
        List<int> freed = [];
        for (int i = table.Count - 1; i >= 0; i--)
        {
            _count[table[i]]--;
            if (_count[table[i]] == 0)
            {
                freed.Add(table[i]);
            }
        }

        Free.InsertRange(0, freed.Where(block => !_hash.ContainsKey(block)));
        Free.AddRange(freed.Where(_hash.ContainsKey));
        table.Clear();
    }

    /// <summary>Empties the index of free blocks.</summary>
    public void Reset() => Free.ForEach(Forget);

    public void RemoveFromTail()
    {
        int block = Free[^1];
        Free.RemoveAt(Free.Count - 1);
        Forget(block);
        _removed.Add(block);
    }

    /// <summary>To the front of the queue: fresh ids in ascending order, before them those that were removed, the last removed first to come back.</summary>
    public void AddToFront(int count)
    {
        int back = Math.Min(count, _removed.Count);
        List<int> fresh = [.. Enumerable.Range(_ids + 1, count - back)];
        _ids += fresh.Count;
        Free.InsertRange(0, fresh);
        for (int i = 0; i < back; i++)
        {
            Free.Insert(0, _removed[^1]);
            _removed.RemoveAt(_removed.Count - 1);
        }
    }

    private void Forget(int block)
    {
        if (_hash.Remove(block, out string? prefix))
        {
            _index[prefix].Remove(block);
            if (_index[prefix].Count == 0)
            {
                _index.Remove(prefix);
            }
        }
    }
}
