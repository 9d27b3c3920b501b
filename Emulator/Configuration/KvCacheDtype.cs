namespace Emulator.Configuration;

/// <summary>The number format of cached keys and values, named as vLLM's <c>--kv-cache-dtype</c> names it.</summary>
public enum KvCacheDtype
{
    /// <summary>16 bits, whatever <see cref="Dtype"/> says.</summary>
    Auto,

    /// <summary>8 bits: half the memory, twice the tokens.</summary>
    Fp8,
}
