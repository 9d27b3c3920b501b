namespace Emulator.Api;

/// <summary>What a door knows of its client: when it has gone, and how long it was going to wait.</summary>
/// <param name="Gone">Cancelled when the client has gone away, or given up waiting.</param>
/// <param name="Deadline">When it gives up, by the host's calendar; null = never.</param>
internal readonly record struct ClientPatience(CancellationToken Gone, DateTimeOffset? Deadline = null)
{
    // A client's clock starts when it sends and the server's when it has received, so the client sees the one deadline earlier: a little, or
    // by what a first call needs to open its connection. Never by half of a short deadline: that would be a cancellation.
    private static readonly TimeSpan s_transit = TimeSpan.FromMilliseconds(500);

    private readonly TimeSpan? _granted = Deadline - DateTimeOffset.UtcNow;

    /// <summary>Wall time left; null = all there is.</summary>
    public TimeSpan? Left => Deadline - DateTimeOffset.UtcNow;

    /// <summary>Whether one that goes now goes because its deadline has come.</summary>
    public bool HasWaitedLongEnough => Left <= s_transit && Left <= _granted / 2;
}
