namespace Emulator.Numerics;

/// <summary>A sequence of pseudo-random numbers that one 64-bit seed determines, on every machine (Steele, Lea and Flood, OOPSLA 2014).</summary>
/// <param name="seed">Any number.</param>
internal struct SplitMix64(ulong seed)
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private ulong _state = seed;

    /// <summary>The next 64 bits. From seed 0 the first are e220a8397b1dcdaf.</summary>
    public ulong Next() => Mix(_state += Golden);

    /// <summary>The next number in [0, 1), a multiple of 2^-53.</summary>
    public double NextUnit() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>The generator's finaliser: every bit of the result depends on every bit of <paramref name="x"/>.</summary>
    public static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
