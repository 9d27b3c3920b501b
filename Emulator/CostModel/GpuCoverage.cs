using Emulator.Hardware;

namespace Emulator.CostModel;

/// <summary>What was measured on a device, operation by operation. Pure; safe for several threads.</summary>
internal sealed class GpuCoverage
{
    /// <summary>The dimension that says how many tokens a chunk finds in the cache.</summary>
    public const string PastDimension = "past";

    private readonly MeasuredOperation _linearBf16;
    private readonly MeasuredOperation _linearFp8;
    private readonly MeasuredOperation _decodeAttentionBf16;
    private readonly MeasuredOperation _decodeAttentionFp8;
    private readonly MeasuredOperation _prefillAttentionBf16;
    private readonly MeasuredOperation _prefillAttentionFp8;
    private readonly MeasuredOperation _expertsBf16;
    private readonly MeasuredOperation _expertsFp8;
    private readonly Dictionary<int, MeasuredOperation> _allReduce;

    private GpuCoverage(CoefficientSet set)
    {
        _linearBf16 = OfLinear("linear bf16", set.LinearBf16.Fit);
        _linearFp8 = OfLinear("linear fp8", set.LinearFp8?.Fit);
        _decodeAttentionBf16 = OfDecodeAttention("decode attention bf16", set.DecodeAttentionBf16.Fit);
        _decodeAttentionFp8 = OfDecodeAttention("decode attention fp8", set.DecodeAttentionFp8?.Fit);
        _prefillAttentionBf16 = OfPrefillAttention("prefill attention bf16", set.PrefillAttentionBf16.Fit);
        _prefillAttentionFp8 = OfPrefillAttention("prefill attention fp8", set.PrefillAttentionFp8?.Fit);
        _expertsBf16 = OfExperts("experts bf16", set.MixtureOfExpertsBf16?.Fit);
        _expertsFp8 = OfExperts("experts fp8", set.MixtureOfExpertsFp8?.Fit);
        _allReduce = set.AllReduce.ToDictionary(row => row.Key, row => new MeasuredOperation(FormattableString.Invariant($"all-reduce over {row.Key}"), row.Value.Fit, "bytes"));
        Elementwise = new MeasuredOperation("element-wise", set.Elementwise.Fit, "op_bytes");
    }

    /// <summary>Element-wise kernels. Dimensions: op_bytes.</summary>
    public MeasuredOperation Elementwise { get; }

    /// <summary>What was measured on a calibrated device; null of another one: nothing was.</summary>
    public static GpuCoverage? Of(Gpu gpu) => gpu.Calibrated ? new GpuCoverage(gpu.Coefficients) : null;

    /// <summary>Linear layers. Dimensions: m, n, k.</summary>
    public MeasuredOperation Linear(bool fp8) => fp8 ? _linearFp8 : _linearBf16;

    /// <summary>Decode attention. Dimensions: batch, context, heads, kv_heads, head_dim.</summary>
    public MeasuredOperation DecodeAttention(int kvBytes) => kvBytes == 1 ? _decodeAttentionFp8 : _decodeAttentionBf16;

    /// <summary>Prefill attention. Dimensions: batch, new_tokens, past, heads, kv_heads, head_dim.</summary>
    public MeasuredOperation PrefillAttention(int kvBytes) => kvBytes == 1 ? _prefillAttentionFp8 : _prefillAttentionBf16;

    /// <summary>Mixture-of-experts layers. Dimensions: tokens, hidden, expert_ffn, experts, topk, tp.</summary>
    public MeasuredOperation Experts(int weightBytes) => weightBytes == 1 ? _expertsFp8 : _expertsBf16;

    /// <summary>All-reduce over a number of GPUs that the device has coefficients for. Dimensions: bytes.</summary>
    public MeasuredOperation AllReduce(int gpus) => _allReduce[gpus];

    private static MeasuredOperation OfLinear(string name, FitQuality? fit) => new(name, fit, "m", "n", "k");

    private static MeasuredOperation OfDecodeAttention(string name, FitQuality? fit) => new(name, fit, "batch", "context", "heads", "kv_heads", "head_dim");

    private static MeasuredOperation OfPrefillAttention(string name, FitQuality? fit) => new(name, fit, "batch", "new_tokens", PastDimension, "heads", "kv_heads", "head_dim");

    private static MeasuredOperation OfExperts(string name, FitQuality? fit) => new(name, fit, "tokens", "hidden", "expert_ffn", "experts", "topk", "tp");
}
