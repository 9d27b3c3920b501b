using Emulator.CostModel;

namespace LoadGen.Report;

/// <summary>Where step time went: each term's share of all step time, 0..1; they add up to 1.</summary>
public sealed record CostShare(double Gemm, double Attention, double Elementwise, [property: System.Text.Json.Serialization.JsonPropertyName("allreduce")] double AllReduce, double Head, double Overhead)
{
    /// <summary>The terms in the order in which they are drawn, each with its name in reports.</summary>
    public IEnumerable<(string Name, double Share)> Terms()
    {
        yield return ("gemm", Gemm);
        yield return ("attention", Attention);
        yield return ("elementwise", Elementwise);
        yield return ("allreduce", AllReduce);
        yield return ("head", Head);
        yield return ("overhead", Overhead);
    }

    internal static CostShare? Of(StepCost cost) => cost.TotalMicroseconds is var total and > 0
        ? new CostShare(
            cost.GemmMicroseconds / total,
            cost.AttentionMicroseconds / total,
            cost.ElementwiseMicroseconds / total,
            cost.AllReduceMicroseconds / total,
            cost.HeadMicroseconds / total,
            cost.OverheadMicroseconds / total)
        : null;
}
