namespace Emulator.Scheduling;

/// <summary>Who goes first from the waiting queue, and who gives way when KV blocks run out.</summary>
public enum SchedulingPolicy
{
    /// <summary>First come, first served; the last admitted gives way and returns to the front.</summary>
    Fcfs,

    /// <summary>Smaller priority value first, then arrival; the least important gives way.</summary>
    Priority,
}
