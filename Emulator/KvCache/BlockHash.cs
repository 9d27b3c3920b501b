namespace Emulator.KvCache;

/// <summary>
/// Identity of a full KV block: of its tokens and of every token before them. Two blocks with equal hashes hold equal prefixes; at 128 bits
/// a collision is not a case that needs handling.
/// </summary>
public record struct BlockHash
{
    private ulong _high;
    private ulong _low;
    private ulong _lastToken;
    private bool _inRun;

    /// <summary>The parent of every first block.</summary>
    public static BlockHash Root => new() { _high = 0x9E37_79B9_7F4A_7C15, _low = 0xD1B5_4A32_D192_ED03 };

    /// <summary>Appends <paramref name="count"/> tokens <c>first, first + 1, …</c>.</summary>
    internal void Mix(ulong first, int count)
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

    /// <summary>Closes a block: what was mixed in becomes its hash, and the parent of the next.</summary>
    internal BlockHash Close()
    {
        BlockHash closed = this;
        closed.Absorb(_lastToken ^ 0xA076_1D64_78BD_642F);
        closed._inRun = false;
        closed._lastToken = 0;
        return closed;
    }

    /// <summary>The 64-bit finaliser of MurmurHash3 (public domain): every input bit reaches every output bit.</summary>
    internal static ulong Scramble(ulong value)
    {
        value ^= value >> 33;
        value *= 0xFF51_AFD7_ED55_8CCD;
        value ^= value >> 33;
        value *= 0xC4CE_B9FE_1A85_EC53;
        return value ^ (value >> 33);
    }

    private void Absorb(ulong value)
    {
        _low = Scramble(_low ^ value);
        _high = Scramble((_high + 0x9E37_79B9_7F4A_7C15) ^ ulong.RotateLeft(value, 31)) + _low;
    }
}
