namespace Emulator.KvCache;

/// <summary>Hashes the tokens of one block behind those of the block before it.</summary>
/// <param name="parent">Hash of the block before.</param>
internal struct BlockHasher(BlockHash parent)
{
    private ulong _high = parent.High;
    private ulong _low = parent.Low;
    private ulong _lastToken;
    private bool _inRun;

    /// <summary>Appends <paramref name="count"/> tokens <c>first, first + 1, …</c>.</summary>
    public void Mix(ulong first, int count)
    {
        // A run that continues the one before it must hash like one long run: only where the values jump are end and start mixed in.
        if (!_inRun)
        {
            Absorb(first);
            _inRun = true;
        }
        else if (first != _lastToken + 1)
        {
            Absorb(_lastToken);
            Absorb(first);
        }

        _lastToken = first + (ulong)count - 1;
    }

    /// <summary>The hash of the block that was mixed in.</summary>
    public BlockHash Close()
    {
        Absorb(_lastToken ^ 0xA076_1D64_78BD_642F);
        return new BlockHash(_high, _low);
    }

    private void Absorb(ulong value)
    {
        _low = BlockHash.Scramble(_low ^ value);
        _high = BlockHash.Scramble((_high + 0x9E37_79B9_7F4A_7C15) ^ ulong.RotateLeft(value, 31)) + _low;
    }
}
