namespace Emulator.Engine;

/// <summary>Counts requests in and out. At any moment: received = the sum over outcomes + in flight.</summary>
public sealed class OutcomeLedger
{
    private readonly Lock _gate = new();
    private LedgerCounts _counts;

    /// <summary>Requests that reached a door.</summary>
    public long Received => Read().Received;

    /// <summary>Requests that have not ended.</summary>
    public long InFlight => Read().InFlight;

    /// <summary>Requests that ended so.</summary>
    public long this[Outcome outcome] => Read()[outcome];

    /// <summary>All counts of one moment.</summary>
    public LedgerCounts Read()
    {
        lock (_gate)
        {
            return _counts;
        }
    }

    /// <summary>A request reached a door.</summary>
    public void Receive()
    {
        lock (_gate)
        {
            _counts = _counts with { Received = _counts.Received + 1 };
        }
    }

    /// <summary>A received request ended.</summary>
    public void End(Outcome outcome)
    {
        lock (_gate)
        {
            _counts = _counts.Plus(outcome);
        }
    }
}
