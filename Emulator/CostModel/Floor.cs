using Emulator.Hardware;
using Emulator.Models;
using Emulator.Scheduling;

namespace Emulator.CostModel;

/// <summary>What no step can be faster than: the bytes it must read, at the datasheet's bandwidth. No efficiency, no fixed cost, no link.</summary>
/// <remarks>
/// (weights read/tp + 2·C·L·kd·c)/BW: all layers with their norms, of the experts only those visited, the output head if anybody
/// samples; not the embedding table. C counts each decode's context, in windowed layers what the window leaves of it. Llama-3-70B in bf16
/// on 8 H100-SXM, 32 decodes of 2,048 tokens: 5,187 + 801 = 5,988 µs; on 8 H200-SXM (4.8 TB/s) one decode: 3,620 µs and its KV.
/// </remarks>
internal sealed class Floor
{
    private readonly double _microsecondsPerByte;
    private readonly double _layerBytes;
    private readonly double _headBytes;
    private readonly double _kvBytesPerTokenAndLayer;
    private readonly Transformer _model;
    private readonly MixtureOfExperts? _experts;

    public Floor(Gpu gpu, Transformer model, Shard shard, Precision precision, MixtureOfExperts? experts)
    {
        _model = model;
        _experts = experts;
        _microsecondsPerByte = 1e6 / gpu.BytesPerSecond;
        _layerBytes = (double)(model.LayerParameters - model.ExpertParameters) * precision.WeightBytes / shard.TensorParallelSize;
        _headBytes = 2.0 * model.VocabularySize * model.HiddenSize / shard.TensorParallelSize;
        _kvBytesPerTokenAndLayer = 2.0 * shard.KvWidth * precision.KvBytes;
    }

    /// <summary>Microseconds that the step takes at the very least; 0 without tokens.</summary>
    public double Microseconds(in StepTotals totals)
    {
        if (totals.Tokens == 0)
        {
            return 0;
        }

        double experts = _experts is null ? 0 : _model.Layers * _experts.WeightBytesRead(totals.Tokens);
        double head = totals.Sampling > 0 ? _headBytes : 0;
        double contextLayers = ((double)totals.DecodeContext * (_model.Layers - _model.WindowedLayers))
            + ((double)totals.WindowedDecodeContext * _model.WindowedLayers);
        return (_layerBytes + experts + head + (contextLayers * _kvBytesPerTokenAndLayer)) * _microsecondsPerByte;
    }
}
