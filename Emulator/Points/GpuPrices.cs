using Emulator.CostModel;
using Emulator.Hardware;
using Emulator.Scheduling;

namespace Emulator.Points;

/// <summary>
/// The cost model's terms on one device, prepared once: pricing a point is a look-up and the formula, without allocation. Not safe for
/// several threads.
/// </summary>
internal sealed class GpuPrices
{
    // Steps of a file differ more than those of an engine: prices of larger ones are computed each time.
    private const int RememberedTokens = 4_096;
    private const int RememberedSequences = 1_024;

    private readonly Linear _linearBf16;
    private readonly Linear? _linearFp8;
    private readonly Elementwise _elementwise;
    private readonly BoundedCache<int, AllReduce> _allReduce;
    private readonly BoundedCache<AttentionShape, DecodeAttention> _decodeAttention;
    private readonly BoundedCache<AttentionShape, PrefillAttention> _prefillAttention;
    private readonly BoundedCache<ExpertShape, MixtureOfExperts> _experts;
    private readonly BoundedCache<DeploymentShape, StepCostModel> _deployments;

    public GpuPrices(Gpu gpu)
    {
        Gpu = gpu;
        Coverage = GpuCoverage.Of(gpu);
        _linearBf16 = CostModel.Linear.Bf16(gpu);
        _linearFp8 = Fp8Problem(gpu.Coefficients.LinearFp8, "linear layers") is null ? CostModel.Linear.Of(gpu, weightBytes: 1) : null;
        _elementwise = new Elementwise(gpu);
        _allReduce = new(gpus => new AllReduce(gpu, gpus));
        _decodeAttention = new(shape => new DecodeAttention(gpu, shape.KvBytes, shape.QueryHeads, shape.KvHeads, shape.HeadDim));
        _prefillAttention = new(shape => new PrefillAttention(gpu, shape.KvBytes, shape.QueryHeads, shape.KvHeads, shape.HeadDim));
        _experts = new(shape => new MixtureOfExperts(gpu, shape.WeightBytes, shape.ExpertBits, shape.HiddenSize, shape.FeedForwardSize, shape.Experts, shape.ExpertsPerToken));
        _deployments = new(shape => new StepCostModel(gpu, shape.Model, shape.TensorParallelSize, shape.Precision, RememberedTokens, RememberedSequences));
    }

    /// <summary>The device.</summary>
    public Gpu Gpu { get; }

    /// <summary>What was measured on it; null if it is not calibrated.</summary>
    public GpuCoverage? Coverage { get; }

    /// <summary>One matrix multiplication, m × k by k × n.</summary>
    /// <exception cref="InvalidConfigurationException">The device does not have the format.</exception>
    public Prediction Linear(bool fp8, int rows, double outputs, double inputs) => Predicted(
        Coverage?.Linear(fp8),
        (fp8 ? _linearFp8 ?? throw new InvalidConfigurationException(Fp8Problem(Gpu.Coefficients.LinearFp8, "linear layers")!) : _linearBf16).Microseconds(rows, outputs, inputs));

    /// <summary>One layer's attention of sequences that decode, each with the same context.</summary>
    /// <exception cref="InvalidConfigurationException">The device does not have the format.</exception>
    public Prediction DecodeAttention(in AttentionShape shape, int sequences, long contextOfEach)
    {
        Check(shape.KvBytes == 1 && Gpu.Coefficients.DecodeAttentionFp8 is null ? $"kv_dtype is fp8, but the coefficients of {Gpu.Name} have none for an fp8 KV cache; allowed are auto, bf16 and fp16." : null);
        return Predicted(Coverage?.DecodeAttention(shape.KvBytes), _decodeAttention[shape].Microseconds(sequences, sequences * contextOfEach));
    }

    /// <summary>One layer's attention of equal prompts, or chunks of them.</summary>
    /// <exception cref="InvalidConfigurationException">The device does not have the format.</exception>
    public Prediction PrefillAttention(in AttentionShape shape, int chunks, int newTokens, int past)
    {
        Check(shape.KvBytes == 1 && Gpu.Coefficients.PrefillAttentionFp8 is null ? $"kv_dtype is fp8, but the coefficients of {Gpu.Name} have none for an fp8 KV cache; allowed are auto, bf16 and fp16." : null);
        return Predicted(Coverage?.PrefillAttention(shape.KvBytes), _prefillAttention[shape].Cost(chunks, newTokens, past).Microseconds);
    }

    /// <summary>One all-reduce.</summary>
    /// <exception cref="InvalidConfigurationException">The device has no link, or nobody measured this many.</exception>
    public Prediction AllReduce(int gpus, double bytes)
    {
        double microseconds = _allReduce[gpus].Microseconds(bytes);
        return Predicted(gpus > 1 ? Coverage?.AllReduce(gpus) : null, microseconds);
    }

    /// <summary>One mixture-of-experts feed-forward layer without its router.</summary>
    /// <exception cref="InvalidConfigurationException">The device has no coefficients for experts of this format.</exception>
    public Prediction Experts(in ExpertShape shape, int tokens)
    {
        bool fp8 = shape.WeightBytes == 1;
        Check(fp8 ? Fp8Problem(Gpu.Coefficients.MixtureOfExpertsFp8, "experts") : Gpu.Coefficients.MixtureOfExpertsBf16 is null ? $"kind is moe, but the coefficients of {Gpu.Name} have none for experts in bf16." : null);
        return Predicted(Coverage?.Experts(shape.WeightBytes), _experts[shape].Microseconds(tokens));
    }

    /// <summary>One element-wise kernel.</summary>
    public Prediction Elementwise(double bytes) => Predicted(Coverage?.Elementwise, _elementwise.Microseconds(bytes));

    /// <summary>A model on some of these devices.</summary>
    /// <exception cref="InvalidConfigurationException">The model cannot be split so, or the device lacks a link, a format or its coefficients.</exception>
    public StepCostModel Deployment(in DeploymentShape shape) => _deployments[shape];

    /// <summary>One engine step.</summary>
    public static Prediction Step(StepCostModel deployment, in StepTotals totals, ReadOnlySpan<PrefillChunk> chunks)
    {
        StepCost cost = deployment.Step(totals, chunks);
        return new Prediction(cost.TotalMicroseconds, deployment.IntervalOf(cost, totals));
    }

    private static Prediction Predicted(MeasuredOperation? measured, double microseconds) => new(microseconds, measured?.IntervalAround(microseconds));

    private string? Fp8Problem(object? coefficients, string what) =>
        Gpu.PeakFp8FlopsPerSecond is null ? $"dtype is fp8, but {Gpu.Name} has no fp8 units; allowed are bf16 and fp16."
        : coefficients is null ? $"dtype is fp8, but the coefficients of {Gpu.Name} have none for {what} in fp8; allowed are bf16 and fp16."
        : null;

    private static void Check(string? problem)
    {
        if (problem is not null)
        {
            throw new InvalidConfigurationException(problem);
        }
    }
}
