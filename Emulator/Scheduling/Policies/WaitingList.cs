namespace Emulator.Scheduling.Policies;

/// <summary>Requests in a row. A list through the sequences themselves, so that leaving from its middle costs nothing; each is in one list at most.</summary>
internal sealed class WaitingList
{
    public Sequence? First { get; private set; }

    public Sequence? Last { get; private set; }

    public int Count { get; private set; }

    public IEnumerable<Sequence> InOrder()
    {
        for (Sequence? sequence = First; sequence is not null; sequence = sequence.Behind)
        {
            yield return sequence;
        }
    }

    public void AddFirst(Sequence sequence) => InsertBehind(null, sequence);

    public void AddLast(Sequence sequence) => InsertBehind(Last, sequence);

    /// <summary>Puts <paramref name="sequence"/> behind <paramref name="before"/>; null = in front of all.</summary>
    public void InsertBehind(Sequence? before, Sequence sequence)
    {
        Sequence? behind = before is null ? First : before.Behind;
        sequence.Before = before;
        sequence.Behind = behind;
        if (before is null)
        {
            First = sequence;
        }
        else
        {
            before.Behind = sequence;
        }

        if (behind is null)
        {
            Last = sequence;
        }
        else
        {
            behind.Before = sequence;
        }

        Count++;
    }

    public void Remove(Sequence sequence)
    {
        (Sequence? before, Sequence? behind) = (sequence.Before, sequence.Behind);
        if (before is null)
        {
            First = behind;
        }
        else
        {
            before.Behind = behind;
        }

        if (behind is null)
        {
            Last = before;
        }
        else
        {
            behind.Before = before;
        }

        sequence.Before = sequence.Behind = null;
        Count--;
    }
}
