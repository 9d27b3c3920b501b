namespace LoadGen.Live;

/// <summary>A look at a live run while it goes on.</summary>
/// <param name="Elapsed">Model time since its start.</param>
/// <param name="Due">Arrivals that were due so far.</param>
/// <param name="Sent">Requests written.</param>
/// <param name="Ended">Requests that ended.</param>
/// <param name="Completed">Of those, completed ones.</param>
/// <param name="Tokens">Output tokens received.</param>
/// <param name="TtftMean">Mean time to first token so far, model time; null without any.</param>
public readonly record struct LiveProgress(TimeSpan Elapsed, int Due, int Sent, int Ended, int Completed, long Tokens, TimeSpan? TtftMean)
{
    /// <summary>Requests on the wire.</summary>
    public int InFlight => Sent - Ended;
}
