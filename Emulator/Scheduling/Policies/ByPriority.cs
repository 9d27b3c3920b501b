namespace Emulator.Scheduling.Policies;

/// <summary>Smaller <see cref="Sequence.Priority"/> first, then arrival; the least important gives way. A stream of more important requests may starve others, as in vLLM.</summary>
[Policy("priority", "by the request's priority (smaller first), then arrival", Order = 1)]
internal sealed class ByPriority : OrderedPolicy
{
    protected override bool Precedes(Sequence a, Sequence b) => a.Priority != b.Priority ? a.Priority < b.Priority : a.Arrival < b.Arrival;
}
