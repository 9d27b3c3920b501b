namespace Emulator.Engine;

/// <summary>Outcomes as errors, metrics and reports write them.</summary>
public static class OutcomeName
{
    /// <summary>The outcome's name in snake case: <c>timed_out</c>.</summary>
    public static string Of(Outcome outcome) => outcome switch
    {
        Outcome.Completed => "completed",
        Outcome.Rejected => "rejected",
        Outcome.TimedOut => "timed_out",
        Outcome.Cancelled => "cancelled",
        Outcome.Failed => "failed",
        _ => "invalid",
    };
}
