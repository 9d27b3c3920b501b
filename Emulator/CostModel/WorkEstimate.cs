using Emulator.Models;
using Emulator.Scheduling;

namespace Emulator.CostModel;

/// <summary>
/// Counts the work of steps on one GPU: matrix multiplications, attention, KV cache, embedding and output head, as vLLM's estimate of
/// utilisation does; norms, activations and all-reduces are left out. Needs no device, and allocates nothing.
/// </summary>
/// <remarks>
/// FLOPs: 2·T·(parameters that a token visits)/tp, 4·qd·A a layer, and 2·S·h·V/tp. A is the causal area: every decode's context, and for each
/// chunk q·p + q·(q+1)/2; a windowed layer cuts it. Reads: weights once a step, of the experts those visited, the inputs of each multiplication, and 2·kd·c
/// bytes for each token of context. Writes: the outputs, and 2·kd·c bytes a new token. Llama-3-8B in bf16 on one GPU, one decode of 1 token of context:
/// 15.01e9 FLOPs, two for each of 7.50e9 parameters, and twice as many bytes read.
/// </remarks>
internal sealed class WorkEstimate
{
    private const int ActivationBytes = 2;

    private readonly MixtureOfExperts? _experts;
    private readonly double _flopsPerToken;
    private readonly double _flopsPerSample;
    private readonly double _flopsPerArea;
    private readonly double _layerWeightBytes;
    private readonly double _headWeightBytes;
    private readonly double _readBytesPerToken;
    private readonly double _readBytesPerSample;
    private readonly double _kvBytesPerToken;
    private readonly double _writeBytesPerToken;
    private readonly double _writeBytesPerSample;
    private readonly int _layers;
    private readonly int _fullLayers;
    private readonly int _windowedLayers;
    private readonly int _window;

    public WorkEstimate(Transformer model, Shard shard, Precision precision, MixtureOfExperts? experts)
    {
        double hidden = model.HiddenSize;
        double vocabulary = (double)model.VocabularySize / shard.TensorParallelSize;
        double queryKeyValue = shard.QueryWidth + (2.0 * shard.KvWidth);
        double visits = experts is null ? 1 : model.ExpertsPerToken;
        double feedForward = shard.FeedForwardSize;
        _experts = experts;
        _layers = model.Layers;
        _windowedLayers = model.WindowedLayers;
        _fullLayers = model.Layers - model.WindowedLayers;
        _window = model.SlidingWindow ?? 0;
        _flopsPerToken = 2 * _layers * hidden * (queryKeyValue + shard.QueryWidth + (3 * visits * feedForward) + model.Experts);
        _flopsPerSample = 2 * hidden * vocabulary;
        _flopsPerArea = 4.0 * shard.QueryWidth;
        _layerWeightBytes = (double)(model.LayerParameters - model.ExpertParameters) * precision.WeightBytes / shard.TensorParallelSize;
        _headWeightBytes = ActivationBytes * vocabulary * hidden;
        _kvBytesPerToken = 2.0 * shard.KvWidth * precision.KvBytes;
        double router = experts is null ? 0 : hidden;
        double inputs = hidden + shard.QueryWidth + router + (visits * (hidden + feedForward));
        _readBytesPerToken = (_layers * ((inputs * precision.WeightBytes) + ((double)ActivationBytes * shard.QueryWidth))) + (ActivationBytes * hidden);
        _readBytesPerSample = ActivationBytes * hidden;
        double outputs = queryKeyValue + shard.QueryWidth + hidden + model.Experts + (visits * ((2 * feedForward) + hidden));
        _writeBytesPerToken = (_layers * ((ActivationBytes * outputs) + _kvBytesPerToken)) + (ActivationBytes * hidden);
        _writeBytesPerSample = ActivationBytes * vocabulary;
    }

    /// <summary>The work of a step; none without tokens.</summary>
    /// <param name="totals">The step's sums.</param>
    /// <param name="chunks">The prefill chunks behind the sums; read only for models with windowed layers.</param>
    public StepWork Of(in StepTotals totals, ReadOnlySpan<PrefillChunk> chunks)
    {
        int tokens = totals.Tokens;
        if (tokens == 0)
        {
            return default;
        }

        double area = _fullLayers * (totals.DecodeContext + totals.ChunkTokensTimesPast + ((totals.ChunkTokensSquared + totals.ChunkTokens) / 2.0));
        double context = (double)_fullLayers * (totals.DecodeContext + totals.ChunkPast + totals.ChunkTokens);
        if (_windowedLayers > 0)
        {
            (double windowedArea, double windowedContext) = Windowed(totals, chunks);
            area += _windowedLayers * windowedArea;
            context += _windowedLayers * windowedContext;
        }

        double weights = _layerWeightBytes + (_experts is null ? 0 : _layers * _experts.WeightBytesRead(tokens)) + (totals.Sampling > 0 ? _headWeightBytes : 0);
        return new StepWork(
            (tokens * _flopsPerToken) + (totals.Sampling * _flopsPerSample) + (area * _flopsPerArea),
            weights + (tokens * _readBytesPerToken) + (totals.Sampling * _readBytesPerSample) + (context * _kvBytesPerToken),
            (tokens * _writeBytesPerToken) + (totals.Sampling * _writeBytesPerSample));
    }

    private (double Area, double Context) Windowed(in StepTotals totals, ReadOnlySpan<PrefillChunk> chunks)
    {
        double area = totals.WindowedDecodeContext;
        double context = totals.WindowedDecodeContext;
        foreach (PrefillChunk chunk in chunks)
        {
            double tokens = chunk.NewTokens;
            area += Math.Min(tokens * (chunk.Past + ((tokens + 1) / 2)), tokens * _window);
            context += tokens + Math.Min(chunk.Past, _window);
        }

        return (area, context);
    }
}
