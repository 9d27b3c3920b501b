namespace Emulator.Engine;

/// <summary>How a request ended. One enumeration for server, metrics and load reports.</summary>
public enum Outcome
{
    /// <summary>All its tokens were generated.</summary>
    Completed,

    /// <summary>Admission refused it.</summary>
    Rejected,

    /// <summary>Its total timeout was due before it had finished, in the queue or while running.</summary>
    TimedOut,

    /// <summary>The client went away, or did not read its stream.</summary>
    Cancelled,

    /// <summary>An injected fault or an internal failure.</summary>
    Failed,

    /// <summary>It could never have been served as asked.</summary>
    Invalid,
}
