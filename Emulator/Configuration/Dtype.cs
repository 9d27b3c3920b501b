namespace Emulator.Configuration;

/// <summary>The number format of weights and activations, named as vLLM's <c>--dtype</c> names it.</summary>
public enum Dtype
{
    /// <summary>The model's own format.</summary>
    Auto,

    /// <summary>16 bits, 8 of them exponent.</summary>
    Bfloat16,

    /// <summary>16 bits, 5 of them exponent; costs what bfloat16 costs.</summary>
    Float16,

    /// <summary>8 bits; only on GPUs with units for it.</summary>
    Fp8,
}
