namespace Emulator.CostModel;

/// <summary>What one engine step costs, term by term, in microseconds of model time. The terms' sum is the step's duration.</summary>
/// <param name="GemmMicroseconds">Linear layers, and in MoE models the router and the experts.</param>
/// <param name="AttentionMicroseconds">Decode and prefill attention.</param>
/// <param name="ElementwiseMicroseconds">Norms, residuals, rotary embedding, KV write, activation.</param>
/// <param name="AllReduceMicroseconds">Two all-reduces a layer; 0 on one GPU.</param>
/// <param name="HeadMicroseconds">Embedding, output head, sampling, and their communication.</param>
/// <param name="OverheadMicroseconds">Host time: scheduling, launch, detokenisation.</param>
public readonly record struct StepCost(
    double GemmMicroseconds,
    double AttentionMicroseconds,
    double ElementwiseMicroseconds,
    double AllReduceMicroseconds,
    double HeadMicroseconds,
    double OverheadMicroseconds)
{
    /// <summary>The step's duration in microseconds.</summary>
    public double TotalMicroseconds =>
        GemmMicroseconds + AttentionMicroseconds + ElementwiseMicroseconds + AllReduceMicroseconds + HeadMicroseconds + OverheadMicroseconds;

    /// <summary>One part, in microseconds.</summary>
    public double this[StepPart part] => part switch
    {
        StepPart.Gemm => GemmMicroseconds,
        StepPart.Attention => AttentionMicroseconds,
        StepPart.Elementwise => ElementwiseMicroseconds,
        StepPart.AllReduce => AllReduceMicroseconds,
        StepPart.Head => HeadMicroseconds,
        _ => OverheadMicroseconds,
    };

    /// <summary>Adds two costs term by term, for totals over a run.</summary>
    public static StepCost operator +(in StepCost a, in StepCost b) => new(
        a.GemmMicroseconds + b.GemmMicroseconds,
        a.AttentionMicroseconds + b.AttentionMicroseconds,
        a.ElementwiseMicroseconds + b.ElementwiseMicroseconds,
        a.AllReduceMicroseconds + b.AllReduceMicroseconds,
        a.HeadMicroseconds + b.HeadMicroseconds,
        a.OverheadMicroseconds + b.OverheadMicroseconds);

    /// <summary>Multiplies every term by a factor.</summary>
    public static StepCost operator *(in StepCost cost, double factor) => new(
        cost.GemmMicroseconds * factor,
        cost.AttentionMicroseconds * factor,
        cost.ElementwiseMicroseconds * factor,
        cost.AllReduceMicroseconds * factor,
        cost.HeadMicroseconds * factor,
        cost.OverheadMicroseconds * factor);
}
