using Emulator.Models;
using Emulator.Scheduling;

namespace Emulator.CostModel;

/// <summary>What of a deployment's steps nobody measured on its device. Pure; safe for several threads.</summary>
/// <remarks>
/// The shapes, which every step has: inputs and outputs of each linear layer, heads and their width, experts. The sizes, which differ: tokens,
/// sequences, their mean context, the chunks, the bytes of all-reduces. Element-wise kernels are left out, of any size: the smallest take
/// their launch alone, the largest their bytes alone. Checking a step allocates nothing once a list has grown.
/// </remarks>
internal sealed class StepCoverage
{
    // Places of dimensions in the operations of GpuCoverage.
    private const int Rows = 0;
    private const int Outputs = 1;
    private const int Inputs = 2;
    private const int Batch = 0;
    private const int Tokens = 0;
    private const int Bytes = 0;
    private const int Context = 1;
    private const int NewTokens = 1;
    private const int Past = 2;
    private const int DecodeHeads = 2;
    private const int PrefillHeads = 3;
    private const int FirstExpertShape = 1;

    private readonly Transformer _model;
    private readonly Shard _shard;
    private readonly MeasuredOperation _linear;
    private readonly MeasuredOperation _bf16;
    private readonly MeasuredOperation _decodeAttention;
    private readonly MeasuredOperation _prefillAttention;
    private readonly MeasuredOperation _elementwise;
    private readonly MeasuredOperation? _experts;
    private readonly MeasuredOperation? _allReduce;
    private readonly CoverageGap[] _shapes;

    /// <summary>Of a model that the device can be priced with.</summary>
    public StepCoverage(GpuCoverage device, Transformer model, int tensorParallelSize, Precision precision)
    {
        _model = model;
        _shard = Shard.Of(model, tensorParallelSize);
        _linear = device.Linear(precision.WeightBytes == 1);
        _bf16 = device.Linear(fp8: false);
        _decodeAttention = device.DecodeAttention(precision.KvBytes);
        _prefillAttention = device.PrefillAttention(precision.KvBytes);
        _elementwise = device.Elementwise;
        _experts = model.IsMixtureOfExperts ? device.Experts(precision.WeightBytes) : null;
        _allReduce = tensorParallelSize > 1 ? device.AllReduce(tensorParallelSize) : null;
        _shapes = Shapes();
    }

    /// <summary>Adds what of a step was not measured.</summary>
    /// <param name="totals">The step's sums.</param>
    /// <param name="chunks">The chunks behind the sums.</param>
    /// <param name="gaps">What is added to.</param>
    public void Check(in StepTotals totals, ReadOnlySpan<PrefillChunk> chunks, List<CoverageGap> gaps)
    {
        gaps.AddRange(_shapes);
        int tokens = totals.Tokens;
        _linear.Check("linear layers", Rows, tokens, gaps);
        _experts?.Check("experts", Tokens, tokens, gaps);
        _allReduce?.Check("all-reduce", Bytes, SumBytes(tokens), gaps);
        if (totals.Sampling > 0)
        {
            _bf16.Check("output head", Rows, totals.Sampling, gaps);
            _allReduce?.Check("gather of logits", Bytes, GatherBytes(totals.Sampling), gaps);
        }

        if (totals.Decodes > 0)
        {
            _decodeAttention.Check("decode attention", Batch, totals.Decodes, gaps);
            _decodeAttention.Check("decode attention", Context, (double)totals.DecodeContext / totals.Decodes, gaps);
        }

        if (totals.Chunks > 0)
        {
            _prefillAttention.Check("prefill attention", Batch, totals.Chunks, gaps);
            CheckChunks(chunks, gaps);
        }
    }

    /// <summary>What of the largest steps was not measured. Small steps, short contexts and short prompts occur on every server and are no matter here.</summary>
    public IReadOnlyList<CoverageGap> AtLimits(in StepLimits limits)
    {
        List<CoverageGap> gaps = [.. _shapes];
        int sequences = Math.Min(limits.Sequences, limits.Tokens);
        _linear.CheckMost("linear layers", Rows, limits.Tokens, gaps);
        _experts?.CheckMost("experts", Tokens, limits.Tokens, gaps);
        _allReduce?.CheckMost("all-reduce", Bytes, SumBytes(limits.Tokens), gaps);
        _bf16.CheckMost("output head", Rows, sequences, gaps);
        _allReduce?.CheckMost("gather of logits", Bytes, GatherBytes(sequences), gaps);
        _decodeAttention.CheckMost("decode attention", Batch, sequences, gaps);
        _decodeAttention.CheckMost("decode attention", Context, limits.Context, gaps);
        _prefillAttention.CheckMost("prefill attention", Batch, sequences, gaps);
        _prefillAttention.CheckMost("prefill attention", NewTokens, limits.ChunkTokens, gaps);
        _prefillAttention.CheckMost("prefill attention", Past, limits.Past, gaps);
        return gaps;
    }

    private double SumBytes(int tokens) => 2.0 * tokens * _model.HiddenSize;

    private double GatherBytes(int sampling) => (double)sampling * _model.VocabularySize;

    private void CheckChunks(ReadOnlySpan<PrefillChunk> chunks, List<CoverageGap> gaps)
    {
        (int shortest, int longest, int past) = (int.MaxValue, 0, 0);
        foreach (PrefillChunk chunk in chunks)
        {
            shortest = Math.Min(shortest, chunk.NewTokens);
            longest = Math.Max(longest, chunk.NewTokens);
            past = Math.Max(past, chunk.Past);
        }

        _prefillAttention.CheckSpan("prefill attention", NewTokens, shortest, longest, gaps);
        _prefillAttention.Check("prefill attention", Past, past, gaps);
    }

    private CoverageGap[] Shapes()
    {
        List<CoverageGap> gaps = [];
        HashSet<MeasuredOperation?> used = [_linear, _bf16, _decodeAttention, _prefillAttention, _elementwise, _experts, _allReduce];
        gaps.AddRange(used.Select(operation => operation?.Unjudged).OfType<CoverageGap>());
        Linear(_linear, "QKV projection", _shard.QueryWidth + (2.0 * _shard.KvWidth), _model.HiddenSize);
        Linear(_linear, "attention output", _model.HiddenSize, _shard.QueryWidth);
        if (_experts is null)
        {
            Linear(_linear, "gate + up", 2.0 * _shard.FeedForwardSize, _model.HiddenSize);
            Linear(_linear, "down", _model.HiddenSize, _shard.FeedForwardSize);
        }
        else
        {
            Linear(_bf16, "router", _model.Experts, _model.HiddenSize);
            ReadOnlySpan<double> shape = [_model.HiddenSize, _model.FeedForwardSize, _model.Experts, _model.ExpertsPerToken, _shard.TensorParallelSize];
            for (int i = 0; i < shape.Length; i++)
            {
                _experts.Check("experts", FirstExpertShape + i, shape[i], gaps);
            }
        }

        Linear(_bf16, "output head", (double)_model.VocabularySize / _shard.TensorParallelSize, _model.HiddenSize);
        ReadOnlySpan<double> heads = [_shard.QueryHeads, _shard.KvHeads, _shard.HeadDim];
        for (int i = 0; i < heads.Length; i++)
        {
            _decodeAttention.Check("decode attention", DecodeHeads + i, heads[i], gaps);
            _prefillAttention.Check("prefill attention", PrefillHeads + i, heads[i], gaps);
        }

        if (_model.WindowedLayers > 0)
        {
            gaps.Add(CoverageGap.Of("windowed attention"));
        }

        if (_model.ExpertBits is not null)
        {
            gaps.Add(CoverageGap.Of(NarrowExperts));
        }

        return [.. gaps];

        void Linear(MeasuredOperation operation, string name, double outputs, double inputs)
        {
            operation.Check(name, Outputs, outputs, gaps);
            operation.Check(name, Inputs, inputs, gaps);
        }
    }

    /// <summary>What is said of experts whose parameters are narrower than 8 bits, which the coefficients of bf16 stand for.</summary>
    internal const string NarrowExperts = "experts in mxfp4";
}
