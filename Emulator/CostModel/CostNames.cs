namespace Emulator.CostModel;

/// <summary>The words for parts and limits, in reports and files.</summary>
public static class CostNames
{
    /// <summary>gemm, attention, elementwise, allreduce, head, overhead.</summary>
    public static string ToText(this StepPart part) => part switch
    {
        StepPart.Gemm => "gemm",
        StepPart.Attention => "attention",
        StepPart.Elementwise => "elementwise",
        StepPart.AllReduce => "allreduce",
        StepPart.Head => "head",
        _ => "overhead",
    };

    /// <summary>latency, memory, compute, link, host.</summary>
    public static string ToText(this CostLimit limit) => limit switch
    {
        CostLimit.Latency => "latency",
        CostLimit.Memory => "memory",
        CostLimit.Compute => "compute",
        CostLimit.Link => "link",
        _ => "host",
    };
}
