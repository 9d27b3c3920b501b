using Emulator.CostModel;
using Emulator.Csv;

namespace Emulator.Points;

/// <summary>The columns <c>dtype</c> and <c>kv_dtype</c>; an empty one is auto.</summary>
internal static class NumberFormats
{
    private static readonly string[] s_weights = ["auto", "bf16", "fp16", "fp8", "mxfp4"];
    private static readonly string[] s_kvCache = ["auto", "bf16", "fp16", "fp8"];

    /// <summary>The format of weights and activations.</summary>
    /// <exception cref="InvalidConfigurationException">It is unknown or not modelled.</exception>
    public static WeightType Weights(in CsvRow row) => row.Span("dtype") switch
    {
        "" or "auto" => WeightType.Auto,
        "bf16" or "bfloat16" => WeightType.Bf16,
        "fp16" or "float16" => WeightType.Fp16,
        "fp8" => WeightType.Fp8,
        "mxfp4" => WeightType.Mxfp4,
        _ => throw Unknown(row, "dtype", s_weights),
    };

    /// <summary>The format of weights and activations of a kind of operation that is never narrower than 8 bits.</summary>
    /// <exception cref="InvalidConfigurationException">It is unknown or not modelled.</exception>
    public static bool IsFp8(in CsvRow row) => Weights(row) switch
    {
        WeightType.Mxfp4 => throw row.Wrong("dtype", "auto, bf16, fp16 and fp8: mxfp4 is for experts alone"),
        WeightType weights => weights == WeightType.Fp8,
    };

    /// <summary>The format of the KV cache.</summary>
    /// <exception cref="InvalidConfigurationException">It is unknown or not modelled.</exception>
    public static KvCacheType KvCache(in CsvRow row) => row.Span("kv_dtype") switch
    {
        "" or "auto" => KvCacheType.Auto,
        "bf16" or "bfloat16" => KvCacheType.Bf16,
        "fp16" or "float16" => KvCacheType.Fp16,
        "fp8" => KvCacheType.Fp8,
        _ => throw Unknown(row, "kv_dtype", s_kvCache),
    };

    private static InvalidConfigurationException Unknown(in CsvRow row, string column, string[] known)
    {
        string? nearest = NearestName.Of(row.Text(column), known);
        return row.Wrong(column, $"{string.Join(", ", known[..^1])} and {known[^1]}{(nearest is null ? "" : $" (did you mean {nearest}?)")}");
    }
}
