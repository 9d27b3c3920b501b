using LoadGen.Measure;

namespace LoadGen.Report.Html;

/// <summary>The colour class of each outcome.</summary>
internal static class OutcomeColours
{
    public static string Class(LoadOutcome outcome) => outcome switch
    {
        LoadOutcome.Completed => "f2",
        LoadOutcome.Rejected => "f6",
        LoadOutcome.TimedOut => "f1",
        LoadOutcome.Cancelled => "f4",
        LoadOutcome.Failed => "f3",
        LoadOutcome.Invalid => "f0",
        _ => "unfinished",
    };
}
