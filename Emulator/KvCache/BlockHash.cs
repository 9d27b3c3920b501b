namespace Emulator.KvCache;

/// <summary>
/// Identity of a full KV block: of its tokens and of every token before them. Two blocks with equal hashes hold equal prefixes; at 128 bits
/// a collision is not a case that needs handling.
/// </summary>
/// <param name="High">Its upper half.</param>
/// <param name="Low">Its lower half.</param>
public readonly record struct BlockHash(ulong High, ulong Low)
{
    /// <summary>The parent of every first block.</summary>
    public static BlockHash Root => new(0x9E37_79B9_7F4A_7C15, 0xD1B5_4A32_D192_ED03);

    /// <summary>The parent of the first blocks of one cache salt, which share nothing with those of another; null = <see cref="Root"/>.</summary>
    public static BlockHash RootOf(string? salt)
    {
        if (salt is null)
        {
            return Root;
        }

        BlockHasher hasher = new(Root);
        foreach (char letter in salt)
        {
            hasher.Mix(letter, 1);
        }

        return hasher.Close();
    }

    /// <summary>All bits are mixed already, so that a table needs no more than some of them.</summary>
    public override int GetHashCode() => (int)Low;

    /// <summary>The 64-bit finaliser of MurmurHash3 (public domain): every input bit reaches every output bit.</summary>
    internal static ulong Scramble(ulong value)
    {
        value ^= value >> 33;
        value *= 0xFF51_AFD7_ED55_8CCD;
        value ^= value >> 33;
        value *= 0xC4CE_B9FE_1A85_EC53;
        return value ^ (value >> 33);
    }
}
