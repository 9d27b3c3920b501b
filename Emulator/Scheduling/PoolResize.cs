namespace Emulator.Scheduling;

/// <summary>What a change of the KV pool's size did to the requests.</summary>
/// <param name="Failed">Those that could no longer finish even alone. They have ended.</param>
/// <param name="Preempted">Those that lost their blocks and wait again, in the order in which they did.</param>
public sealed record PoolResize(IReadOnlyList<Sequence> Failed, IReadOnlyList<Sequence> Preempted)
{
    /// <summary>Nobody noticed.</summary>
    public static PoolResize Unnoticed { get; } = new([], []);
}
