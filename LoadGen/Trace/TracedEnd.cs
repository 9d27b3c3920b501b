namespace LoadGen.Trace;

/// <summary>The end of a request.</summary>
/// <param name="Id">The request.</param>
/// <param name="At">When it ended, model time.</param>
/// <param name="Outcome">How, by the names of reports: completed, timed_out.</param>
/// <param name="Reason">The finish reason of a completed request, the phase of a timeout, the cause of anything else.</param>
public sealed record TracedEnd(string Id, TimeSpan At, string Outcome, string Reason)
{
    /// <summary>The outcome of one whose timeout was due.</summary>
    public const string TimedOut = "timed_out";
}
