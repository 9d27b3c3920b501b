namespace Emulator.CostModel;

/// <summary>The number formats of a deployment.</summary>
/// <param name="Weights">Of linear weights and activations.</param>
/// <param name="KvCache">Of the KV cache.</param>
public readonly record struct Precision(WeightType Weights, KvCacheType KvCache)
{
    /// <summary>Bits of a parameter in mxfp4: 4, and 8 for every block of 32 (OCP Microscaling Formats 1.0).</summary>
    public const double Mxfp4Bits = 4.25;

    /// <summary>Bytes of a linear weight and of an activation entering it [b].</summary>
    public int WeightBytes => Weights == WeightType.Fp8 ? 1 : 2;

    /// <summary>Bytes of one number in the KV cache [c].</summary>
    public int KvBytes => KvCache == KvCacheType.Fp8 ? 1 : 2;

    /// <summary>Reads the options <c>dtype</c> and <c>kv-cache-dtype</c>, as vLLM spells them.</summary>
    /// <exception cref="InvalidConfigurationException">The format is unknown or not modelled.</exception>
    public static Precision Parse(string dtype, string kvCacheDtype) => new(ParseWeights(dtype), ParseKvCache(kvCacheDtype));

    /// <summary>Reads the option <c>dtype</c>.</summary>
    /// <exception cref="InvalidConfigurationException">The format is unknown or not modelled.</exception>
    public static WeightType ParseWeights(string dtype)
    {
        ArgumentNullException.ThrowIfNull(dtype);
        return dtype.ToUpperInvariant() switch
        {
            "AUTO" => WeightType.Auto,
            "BFLOAT16" or "BF16" => WeightType.Bf16,
            "FLOAT16" or "FP16" or "HALF" => WeightType.Fp16,
            "FP8" => WeightType.Fp8,
            "MXFP4" => WeightType.Mxfp4,
            _ => throw new InvalidConfigurationException(
                $"dtype is '{dtype}'; allowed are auto, bfloat16, float16, fp8, and mxfp4 for models whose experts ship in it (int4, AWQ and GPTQ are not modelled)."),
        };
    }

    /// <summary>Reads the option <c>kv-cache-dtype</c>.</summary>
    /// <exception cref="InvalidConfigurationException">The format is unknown.</exception>
    public static KvCacheType ParseKvCache(string kvCacheDtype)
    {
        ArgumentNullException.ThrowIfNull(kvCacheDtype);
        return kvCacheDtype.ToUpperInvariant() switch
        {
            "AUTO" => KvCacheType.Auto,
            "BFLOAT16" or "BF16" => KvCacheType.Bf16,
            "FLOAT16" or "FP16" => KvCacheType.Fp16,
            "FP8" or "FP8_E4M3" => KvCacheType.Fp8,
            _ => throw new InvalidConfigurationException($"kv-cache-dtype is '{kvCacheDtype}'; allowed are auto, bfloat16, float16 and fp8."),
        };
    }
}
