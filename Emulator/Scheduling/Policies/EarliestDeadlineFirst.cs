namespace Emulator.Scheduling.Policies;

/// <summary>
/// Earliest <see cref="Sequence.DueAt"/> first, then arrival; the one with most time left gives way. Meets all deadlines if any order can on a
/// machine that can interrupt work for nothing (Liu and Layland, JACM 20(1), 1973); past that load it spends itself on those that are nearly
/// late, and loses more than fcfs. Requests without a deadline come last, and may starve.
/// </summary>
[Policy("edf", "by deadline, which is receipt plus timeout (earliest first), then arrival")]
internal sealed class EarliestDeadlineFirst : OrderedPolicy
{
    protected override bool Precedes(Sequence a, Sequence b) => a.DueAt != b.DueAt ? a.DueAt < b.DueAt : a.Arrival < b.Arrival;
}
