namespace Emulator.Api;

/// <summary>A server's place in its process.</summary>
/// <param name="Number">Which of the replicas it is, from 0; null = it is the only one.</param>
/// <param name="SharesHttp">Whether the HTTP door is one for all replicas, and opened by somebody else.</param>
internal readonly record struct ReplicaPlace(int? Number, bool SharesHttp)
{
    /// <summary>That of a server which rehearses: of its spans and metrics nobody hears.</summary>
    public static ReplicaPlace Rehearsal { get; } = new() { Rehearses = true };

    /// <summary>Its number among the engines of its page <c>/metrics</c>.</summary>
    public int NumberOnPage => SharesHttp ? Number ?? 0 : 0;

    /// <summary>Whether it rehearses and serves nobody.</summary>
    public bool Rehearses { get; private init; }
}
