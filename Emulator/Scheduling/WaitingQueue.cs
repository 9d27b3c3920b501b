namespace Emulator.Scheduling;

/// <summary>The requests that hold no KV yet, or no more. A list through the sequences themselves, so that leaving from its middle costs nothing.</summary>
internal sealed class WaitingQueue(SchedulingPolicy policy)
{
    private Sequence? _last;

    public Sequence? Front { get; private set; }

    public int Count { get; private set; }

    /// <summary>A new request takes its place: the back, or behind those at least as important.</summary>
    public void Add(Sequence sequence)
    {
        Sequence? before = _last;
        if (policy == SchedulingPolicy.Priority)
        {
            while (before is not null && Precedes(sequence, before))
            {
                before = before.Before;
            }
        }

        InsertBehind(before, sequence);
    }

    /// <summary>A preempted request comes back: to the front, or to the place its priority and first arrival give it.</summary>
    public void Return(Sequence sequence)
    {
        if (policy == SchedulingPolicy.Priority)
        {
            Add(sequence);
        }
        else
        {
            InsertBehind(null, sequence);
        }
    }

    public void Remove(Sequence sequence)
    {
        (Sequence? before, Sequence? behind) = (sequence.Before, sequence.Behind);
        if (before is null)
        {
            Front = behind;
        }
        else
        {
            before.Behind = behind;
        }

        if (behind is null)
        {
            _last = before;
        }
        else
        {
            behind.Before = before;
        }

        sequence.Before = sequence.Behind = null;
        Count--;
    }

    public static bool Precedes(Sequence a, Sequence b) =>
        a.Priority != b.Priority ? a.Priority < b.Priority : a.Arrival < b.Arrival;

    private void InsertBehind(Sequence? before, Sequence sequence)
    {
        Sequence? behind = before is null ? Front : before.Behind;
        sequence.Before = before;
        sequence.Behind = behind;
        if (before is null)
        {
            Front = sequence;
        }
        else
        {
            before.Behind = sequence;
        }

        if (behind is null)
        {
            _last = sequence;
        }
        else
        {
            behind.Before = sequence;
        }

        sequence.Place = SequencePlace.Waiting;
        Count++;
    }
}
