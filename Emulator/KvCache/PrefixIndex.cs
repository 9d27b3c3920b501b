using System.Runtime.InteropServices;

namespace Emulator.KvCache;

/// <summary>Finds KV blocks by what they hold: hash to the blocks that carry it, oldest registration first.</summary>
/// <param name="blocks">Blocks there are, ids from 0.</param>
internal sealed class PrefixIndex(int blocks)
{
    private const int None = -1;

    // Of the blocks that carry one hash the index names the oldest; each names the next younger one.
    // As large as it can get, so that it never grows in the middle of a step.
    private readonly Dictionary<BlockHash, int> _oldest = new(blocks);
    private int[] _younger = new int[blocks];
    private BlockHash[] _hashes = new BlockHash[blocks];
    private bool[] _hashed = new bool[blocks];

    /// <summary>The last lookup of a whole prefix, as long as it holds.</summary>
    public PrefixLookup LastLookup { get; } = new(blocks);

    /// <summary>Whether <paramref name="block"/> carries a hash.</summary>
    public bool Carries(int block) => _hashed[block];

    /// <summary>The oldest block registered under <paramref name="hash"/>, or −1.</summary>
    public int Find(in BlockHash hash) => _oldest.TryGetValue(hash, out int block) ? block : None;

    /// <summary>Registers <paramref name="block"/> as the youngest of its hash.</summary>
    public void Register(int block, in BlockHash hash)
    {
        _hashes[block] = hash;
        _hashed[block] = true;
        _younger[block] = None;
        ref int entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_oldest, hash, out bool exists);
        if (!exists)
        {
            entry = block;
            LastLookup.Appeared(hash);
            return;
        }

        int last = entry;
        while (_younger[last] != None)
        {
            last = _younger[last];
        }

        _younger[last] = block;
    }

    /// <summary>Takes <paramref name="block"/> out, if it is in.</summary>
    public void Forget(int block)
    {
        if (!_hashed[block])
        {
            return;
        }

        _hashed[block] = false;
        LastLookup.Vanished(block);
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

    /// <summary>Makes room for ids below <paramref name="blocks"/>.</summary>
    public void Reserve(int blocks)
    {
        Array.Resize(ref _younger, blocks);
        Array.Resize(ref _hashes, blocks);
        Array.Resize(ref _hashed, blocks);
        LastLookup.Reserve(blocks);
    }
}
