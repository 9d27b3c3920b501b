using Emulator.Calibration;

namespace LoadGen.Fidelity;

/// <summary>A mean error that a fitted operation should reach on rows that it has not seen.</summary>
/// <param name="Name">The operation, over all its number formats and sizes.</param>
/// <param name="Gpu">The device.</param>
/// <param name="AtMost">The goal, a share; stated in whole per cents.</param>
/// <param name="Mean">Mean error of refits on held-out rows, a row counting once; null without rows.</param>
public sealed record OperationGoal(string Name, string Gpu, double AtMost, double? Mean)
{
    /// <summary>The split by which goals are judged.</summary>
    public const string Split = "rows";

    private const double HalfPercent = 0.005;

    // What this form of model reached when it was chosen, on rows that were not fitted: docs/fidelity.md is to reach it again or say so.
    private static readonly (string Name, string Start, string Gpu, double AtMost)[] Known =
    [
        ("linear bf16", "linear bf16", "H100-SXM", 0.07), ("linear bf16", "linear bf16", "A100-SXM", 0.09), ("linear bf16", "linear bf16", "L40S", 0.16),
        ("linear fp8", "linear fp8", "H100-SXM", 0.15), ("linear fp8", "linear fp8", "L40S", 0.23),
        ("decode attention", "decode attention", "H100-SXM", 0.08), ("decode attention", "decode attention", "A100-SXM", 0.16), ("decode attention", "decode attention", "L40S", 0.31),
        ("prefill attention", "prefill attention", "H100-SXM", 0.07), ("prefill attention", "prefill attention", "A100-SXM", 0.12), ("prefill attention", "prefill attention", "L40S", 0.16),
        ("all-reduce", "all-reduce", "H100-SXM", 0.05), ("all-reduce", "all-reduce", "A100-SXM", 0.11), ("all-reduce", "all-reduce", "L40S", 0.07),
        ("MoE layer", "MoE layer", "H100-SXM", 0.13), ("MoE layer", "MoE layer", "A100-SXM", 0.17), ("MoE layer", "MoE layer", "L40S", 0.19),
    ];

    /// <summary>Whether the mean, in whole per cents as the goal is, is within it.</summary>
    public bool? Holds => Mean is { } mean ? mean < AtMost + HalfPercent : null;

    /// <summary>Every goal beside what was reached.</summary>
    public static IReadOnlyList<OperationGoal> Of(IReadOnlyList<OperationFidelity> operations)
    {
        return [.. Known.Select(goal => new OperationGoal(goal.Name, goal.Gpu, goal.AtMost, MeanOf(goal.Start, goal.Gpu)))];

        double? MeanOf(string start, string gpu)
        {
            Judgement[] judged = [.. operations.Where(one => one.Gpu == gpu && one.Operation.StartsWith(start, StringComparison.Ordinal)).Select(one => one.By(Split)).OfType<Judgement>()];
            return judged.Length == 0 ? null : judged.Sum(one => one.Error.Mean * one.Error.Rows) / judged.Sum(one => one.Error.Rows);
        }
    }
}
