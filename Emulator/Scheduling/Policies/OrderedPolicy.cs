namespace Emulator.Scheduling.Policies;

/// <summary>A policy by which each request has its place from the start: the queue is sorted, and the running request that would stand last gives way.</summary>
internal abstract class OrderedPolicy : SchedulingPolicy
{
    private readonly WaitingList _waiting = new();

    public sealed override int Count => _waiting.Count;

    public sealed override Sequence? Front => _waiting.First;

    public sealed override IEnumerable<Sequence> InOrder() => _waiting.InOrder();

    /// <summary>Searches from the back, where most new requests belong.</summary>
    public sealed override void Add(Sequence sequence)
    {
        Sequence? before = _waiting.Last;
        while (before is not null && Precedes(sequence, before))
        {
            before = before.Before;
        }

        _waiting.InsertBehind(before, sequence);
    }

    /// <summary>Searches from the front: who was admitted once mostly stands before those who wait.</summary>
    public sealed override void Return(Sequence sequence)
    {
        Sequence? behind = _waiting.First;
        Sequence? before = null;
        while (behind is not null && Precedes(behind, sequence))
        {
            before = behind;
            behind = behind.Behind;
        }

        _waiting.InsertBehind(before, sequence);
    }

    public sealed override void Remove(Sequence sequence) => _waiting.Remove(sequence);

    public sealed override int Victim(ReadOnlySpan<Sequence> running)
    {
        int victim = running.Length - 1;
        for (int i = 0; i < running.Length; i++)
        {
            if (Precedes(running[victim], running[i]))
            {
                victim = i;
            }
        }

        return victim;
    }

    /// <summary>Whether <paramref name="a"/> goes before <paramref name="b"/>. A total order that never changes.</summary>
    protected abstract bool Precedes(Sequence a, Sequence b);
}
