namespace Emulator.SchedulerCases;

/// <summary>The fields of a step, as case files name them.</summary>
public static class StepField
{
    /// <summary>Those that every step has.</summary>
    public static IReadOnlyList<string> Always { get; } = ["scheduled", "sampled", "preempted", "finished", "rejected", "running", "waiting", "free"];

    /// <summary>Those that a case with <c>check_blocks</c> has besides.</summary>
    public static IReadOnlyList<string> Blocks { get; } = ["tables", "free_queue"];

    /// <summary>The pseudo-field by which a case differs that goes on for longer or shorter than it should.</summary>
    public const string Steps = "steps";

    internal static bool IsNumber(string field) => field is "running" or "waiting";
}
