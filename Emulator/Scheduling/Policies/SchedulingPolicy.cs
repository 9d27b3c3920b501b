namespace Emulator.Scheduling.Policies;

/// <summary>
/// Who goes first from the waiting queue, and who gives way when KV blocks run out. It owns the queue of one scheduler. A policy is one file
/// in this folder: a class with a <see cref="PolicyAttribute"/> and a constructor without parameters, which <see cref="PolicyCatalogue"/> finds.
/// </summary>
/// <remarks>
/// What a policy may not decide: a waiting request never takes blocks from a running one, and the first that cannot be admitted ends the
/// step's admissions. To keep an engine from running in circles, the order among requests must not change while none of them samples.
/// </remarks>
public abstract class SchedulingPolicy
{
    /// <summary>Requests that wait.</summary>
    public abstract int Count { get; }

    /// <summary>The next to be admitted; null when none waits.</summary>
    public abstract Sequence? Front { get; }

    /// <summary>Those that wait, in the order in which they would be admitted if nothing else happened.</summary>
    public abstract IEnumerable<Sequence> InOrder();

    /// <summary>A new request comes.</summary>
    public abstract void Add(Sequence sequence);

    /// <summary>A preempted request comes back; its <see cref="Sequence.Arrival"/> is that of its first coming.</summary>
    public abstract void Return(Sequence sequence);

    /// <summary>A request leaves the queue: admitted, or aborted.</summary>
    public abstract void Remove(Sequence sequence);

    /// <summary>The place in <paramref name="running"/>, which is not empty, of the request that gives way.</summary>
    public abstract int Victim(ReadOnlySpan<Sequence> running);

    /// <summary>A request has left the queue for the running ones and will compute <paramref name="tokens"/> tokens before it samples.</summary>
    public virtual void Admitted(Sequence sequence, int tokens)
    {
    }

    /// <summary>Each of these sampled a token in the step that just ended.</summary>
    public virtual void Sampled(IReadOnlyList<Sequence> sequences)
    {
    }

    /// <summary>A request that waited or ran has ended; it is in no queue any more.</summary>
    public virtual void Ended(Sequence sequence)
    {
    }
}
