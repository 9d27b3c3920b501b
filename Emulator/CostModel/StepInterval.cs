using Emulator.Hardware;
using Emulator.Models;
using Emulator.Scheduling;

namespace Emulator.CostModel;

/// <summary>The 90 % interval around a step's cost, from what the fits of its parts left over.</summary>
/// <remarks>
/// Each part's interval is that of its operation, [low, high] times the price; the parts' errors are taken for independent, as they belong to
/// different kernels, and those of a part's many layers for one, as they run the same kernel: half-widths add up as the root of their
/// squares. In a mixture of experts the experts stand for all linear layers, which they outweigh; a step that decodes and prefills has the
/// wider interval of both attentions. The host's time has none: it was fitted on one kind of server. Does not allocate.
/// </remarks>
internal sealed class StepInterval
{
    private readonly Ratios _gemm;
    private readonly Ratios _decode;
    private readonly Ratios _prefill;
    private readonly Ratios _elementwise;
    private readonly Ratios _allReduce;
    private readonly Ratios _head;

    private StepInterval(FitQuality gemm, FitQuality decode, FitQuality prefill, FitQuality elementwise, FitQuality? allReduce, FitQuality head)
    {
        _gemm = Ratios.Of(gemm);
        _decode = Ratios.Of(decode);
        _prefill = Ratios.Of(prefill);
        _elementwise = Ratios.Of(elementwise);
        _allReduce = allReduce is null ? default : Ratios.Of(allReduce);
        _head = Ratios.Of(head);
    }

    /// <summary>The intervals of a deployment; null where the device is not calibrated, or some operation's coefficients were not judged.</summary>
    public static StepInterval? Of(Gpu gpu, Transformer model, int tensorParallelSize, Precision precision)
    {
        CoefficientSet set = gpu.Coefficients;
        FitQuality? linear = (precision.WeightBytes == 1 ? set.LinearFp8 : set.LinearBf16)?.Fit;
        FitQuality? experts = (precision.WeightBytes == 1 ? set.MixtureOfExpertsFp8 : set.MixtureOfExpertsBf16)?.Fit;
        FitQuality? allReduce = tensorParallelSize > 1 ? set.AllReduce[tensorParallelSize].Fit : null;
        bool judged = gpu.Calibrated && (tensorParallelSize == 1 || allReduce is not null);
        return judged
            && (model.IsMixtureOfExperts ? experts : linear) is { } gemm
            && (precision.KvBytes == 1 ? set.DecodeAttentionFp8 : set.DecodeAttentionBf16)?.Fit is { } decode
            && (precision.KvBytes == 1 ? set.PrefillAttentionFp8 : set.PrefillAttentionBf16)?.Fit is { } prefill
            && set.Elementwise.Fit is { } elementwise
            && set.LinearBf16.Fit is { } head
            ? new StepInterval(gemm, decode, prefill, elementwise, allReduce, head)
            : null;
    }

    /// <summary>The interval around the cost of a step.</summary>
    public PredictionInterval Around(in StepCost cost, in StepTotals totals)
    {
        Ratios attention = totals.Chunks == 0 ? _decode : totals.Decodes == 0 ? _prefill : Ratios.Wider(_decode, _prefill);
        double down = Square(cost.GemmMicroseconds * _gemm.Down) + Square(cost.AttentionMicroseconds * attention.Down) + Square(cost.ElementwiseMicroseconds * _elementwise.Down)
            + Square(cost.AllReduceMicroseconds * _allReduce.Down) + Square(cost.HeadMicroseconds * _head.Down);
        double up = Square(cost.GemmMicroseconds * _gemm.Up) + Square(cost.AttentionMicroseconds * attention.Up) + Square(cost.ElementwiseMicroseconds * _elementwise.Up)
            + Square(cost.AllReduceMicroseconds * _allReduce.Up) + Square(cost.HeadMicroseconds * _head.Up);
        double total = cost.TotalMicroseconds;
        return new PredictionInterval(total - Math.Sqrt(down), total + Math.Sqrt(up));
    }

    private static double Square(double value) => value * value;

    /// <summary>How far an interval reaches below and above its price, as shares of it.</summary>
    private readonly record struct Ratios(double Down, double Up)
    {
        public static Ratios Of(FitQuality fit) => new(Math.Max(0, 1 - fit.LowRatio), Math.Max(0, fit.HighRatio - 1));

        public static Ratios Wider(Ratios a, Ratios b) => new(Math.Max(a.Down, b.Down), Math.Max(a.Up, b.Up));
    }
}
