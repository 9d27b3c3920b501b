namespace Emulator.CostModel;

/// <summary>The number format of linear weights and activations.</summary>
public enum WeightType
{
    /// <summary>The model's own: bf16, and in models that ship narrower experts those as they are.</summary>
    Auto,

    /// <summary>bfloat16, 2 bytes.</summary>
    Bf16,

    /// <summary>float16, 2 bytes; costs what bf16 costs.</summary>
    Fp16,

    /// <summary>fp8, 1 byte; embedding and head stay at 2 bytes.</summary>
    Fp8,

    /// <summary>The experts in mxfp4 (4.25 bits), all else bf16; only for models that ship so.</summary>
    Mxfp4,
}
