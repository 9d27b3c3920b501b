namespace Emulator.Engine;

/// <summary>Counts requests in and out. At any moment: received = the sum over outcomes + in flight.</summary>
public sealed class OutcomeLedger
{
    private readonly long[] _ended = new long[Enum.GetValues<Outcome>().Length];
    private long _received;

    /// <summary>Requests that reached a door.</summary>
    public long Received => Interlocked.Read(ref _received);

    /// <summary>Requests that have not ended.</summary>
    public long InFlight => Received - _ended.Sum();

    /// <summary>Requests that ended so.</summary>
    public long this[Outcome outcome] => Interlocked.Read(ref _ended[(int)outcome]);

    /// <summary>A request reached a door.</summary>
    public void Receive() => Interlocked.Increment(ref _received);

    /// <summary>A received request ended.</summary>
    public void End(Outcome outcome) => Interlocked.Increment(ref _ended[(int)outcome]);
}
