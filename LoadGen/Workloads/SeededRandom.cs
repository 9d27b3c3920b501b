using System.Numerics;

namespace LoadGen.Workloads;

/// <summary>A stream of random numbers that is the same on every machine and in every version: xoshiro256** (Blackman and Vigna, ACM TOMS 47, 2021).</summary>
/// <remarks>Each (seed, stream name) has a stream of its own, so that what one client profile draws does not depend on the others, nor on their order.
/// The four words of state are SplitMix64 outputs, started from SplitMix64(seed) xor the 64-bit FNV-1a hash of the name in UTF-16 code units. Not thread-safe.</remarks>
public sealed class SeededRandom
{
    private const ulong FnvOffset = 14_695_981_039_346_656_037;
    private const ulong FnvPrime = 1_099_511_628_211;

    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    /// <summary>Starts the stream called <paramref name="stream"/> of <paramref name="seed"/>.</summary>
    public SeededRandom(long seed, string stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ulong state = unchecked((ulong)seed);
        state = SplitMix64(ref state) ^ Hash(stream);
        _s0 = SplitMix64(ref state);
        _s1 = SplitMix64(ref state);
        _s2 = SplitMix64(ref state);
        _s3 = SplitMix64(ref state);
    }

    /// <summary>The next 64 random bits.</summary>
    public ulong NextBits()
    {
        ulong result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        ulong shifted = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= shifted;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>Uniform between 0 and 1, neither included: the middle of one of 2⁵² equal cells, so that its logarithm and every quantile are finite.</summary>
    public double NextUniform() => ((NextBits() >> 12) + 0.5) * (1.0 / (1L << 52));

    private static ulong SplitMix64(ref ulong state)
    {
        state = unchecked(state + 0x9E3779B97F4A7C15);
        ulong z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    private static ulong Hash(string text)
    {
        ulong hash = FnvOffset;
        foreach (char unit in text)
        {
            hash = (hash ^ unit) * FnvPrime;
        }

        return hash;
    }
}
