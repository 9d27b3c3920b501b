using System.Runtime.InteropServices;

namespace Emulator.KvCache;

/// <summary>Finds KV blocks by what they hold: hash to the blocks that carry it, oldest registration first.</summary>
/// <param name="blocks">Blocks there are, ids from 0.</param>
internal sealed class PrefixIndex(int blocks)
{
    private const int None = -1;

    // Of the blocks that carry one hash the index names the oldest; each names the next younger one and the next older one, the oldest the
    // youngest: many requests with one prompt are many blocks with one hash, and each of them comes and goes without a look at the others.
    // As large as it can get, so that it never grows in the middle of a step.
    private readonly Dictionary<BlockHash, int> _oldest = new(blocks);
    private int[] _younger = new int[blocks];
    private int[] _older = new int[blocks];
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
            _older[block] = block;
            LastLookup.Appeared(hash);
            return;
        }

        int youngest = _older[entry];
        _younger[youngest] = block;
        _older[block] = youngest;
        _older[entry] = block;
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
        (int older, int younger) = (_older[block], _younger[block]);
        if (entry != block)
        {
            _younger[older] = younger;
            _older[younger != None ? younger : entry] = older;
        }
        else if (younger != None)
        {
            // Its link to the youngest goes to the next; where that is the youngest itself, it is the only one left.
            entry = younger;
            _older[younger] = older;
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
        Array.Resize(ref _older, blocks);
        Array.Resize(ref _hashes, blocks);
        Array.Resize(ref _hashed, blocks);
        LastLookup.Reserve(blocks);
    }
}
