using Emulator.Calibration;

namespace LoadGen.Fidelity;

/// <summary>A mean error that a fitted operation should reach on rows that it has not seen.</summary>
/// <param name="Name">The operation, over all its number formats and sizes.</param>
/// <param name="Gpu">The device.</param>
/// <param name="AtMost">The goal, a share; stated in whole per cents.</param>
/// <param name="Parts">The fits that it is made of, each with its error on held-out rows.</param>
public sealed record OperationGoal(string Name, string Gpu, double AtMost, IReadOnlyList<(string Operation, ErrorSummary Error)> Parts)
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

    /// <summary>Mean error of refits on held-out rows, a row counting once; null without rows.</summary>
    public double? Mean => Parts.Count == 0 ? null : Parts.Sum(part => part.Error.Mean * part.Error.Rows) / Parts.Sum(part => part.Error.Rows);

    /// <summary>"holds", "rounds to it" as the goal is a whole per cent, or "missed"; empty without rows.</summary>
    public string Verdict => Mean switch
    {
        null => "",
        { } mean when mean <= AtMost => "holds",
        { } mean when mean < AtMost + HalfPercent => "rounds to it",
        _ => "**missed**",
    };

    /// <summary>Every goal beside what was reached.</summary>
    public static IReadOnlyList<OperationGoal> Of(IReadOnlyList<OperationFidelity> operations) =>
    [
        .. Known.Select(goal => new OperationGoal(goal.Name, goal.Gpu, goal.AtMost,
        [
            .. from one in operations
               where one.Gpu == goal.Gpu && one.Operation.StartsWith(goal.Start, StringComparison.Ordinal)
               let judged = one.By(Split)
               where judged is not null
               select (one.Operation, judged.Error),
        ])),
    ];
}
