namespace Emulator.CostModel;

/// <summary>The number format of the KV cache.</summary>
public enum KvCacheType
{
    /// <summary>16 bits, whatever the weights are.</summary>
    Auto,

    /// <summary>bfloat16, 2 bytes.</summary>
    Bf16,

    /// <summary>float16, 2 bytes.</summary>
    Fp16,

    /// <summary>fp8, 1 byte: half the memory, half the bytes to read.</summary>
    Fp8,
}
