namespace Emulator.Scheduling.Policies;

/// <summary>In order of arrival. The last admitted gives way and returns to the front, so that nobody overtakes anybody.</summary>
[Policy("fcfs", "by arrival", Order = 0)]
internal sealed class FirstComeFirstServed : SchedulingPolicy
{
    private readonly WaitingList _waiting = new();

    public override int Count => _waiting.Count;

    public override Sequence? Front => _waiting.First;

    public override IEnumerable<Sequence> InOrder() => _waiting.InOrder();

    public override void Add(Sequence sequence) => _waiting.AddLast(sequence);

    public override void Return(Sequence sequence) => _waiting.AddFirst(sequence);

    public override void Remove(Sequence sequence) => _waiting.Remove(sequence);

    public override int Victim(ReadOnlySpan<Sequence> running) => running.Length - 1;
}
