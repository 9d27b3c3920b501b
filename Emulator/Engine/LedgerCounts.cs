namespace Emulator.Engine;

/// <summary>Requests of a server by how they ended, at one moment.</summary>
public readonly record struct LedgerCounts
{
    /// <summary>Requests that reached a door.</summary>
    public long Received { get; init; }

    /// <summary>All their tokens were generated.</summary>
    public long Completed { get; init; }

    /// <summary>Admission refused them.</summary>
    public long Rejected { get; init; }

    /// <summary>Their timeout was due first.</summary>
    public long TimedOut { get; init; }

    /// <summary>Their client went away or did not read.</summary>
    public long Cancelled { get; init; }

    /// <summary>The server failed.</summary>
    public long Failed { get; init; }

    /// <summary>They could never have been served as asked.</summary>
    public long Invalid { get; init; }

    /// <summary>Received and not ended.</summary>
    public long InFlight => Received - Completed - Rejected - TimedOut - Cancelled - Failed - Invalid;

    /// <summary>Requests that ended so.</summary>
    public long this[Outcome outcome] => outcome switch
    {
        Outcome.Completed => Completed,
        Outcome.Rejected => Rejected,
        Outcome.TimedOut => TimedOut,
        Outcome.Cancelled => Cancelled,
        Outcome.Failed => Failed,
        _ => Invalid,
    };

    /// <summary>These counts and one more that ended so.</summary>
    public LedgerCounts Plus(Outcome outcome) => outcome switch
    {
        Outcome.Completed => this with { Completed = Completed + 1 },
        Outcome.Rejected => this with { Rejected = Rejected + 1 },
        Outcome.TimedOut => this with { TimedOut = TimedOut + 1 },
        Outcome.Cancelled => this with { Cancelled = Cancelled + 1 },
        Outcome.Failed => this with { Failed = Failed + 1 },
        _ => this with { Invalid = Invalid + 1 },
    };
}
