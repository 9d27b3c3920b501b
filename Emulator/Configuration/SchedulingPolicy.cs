namespace Emulator.Configuration;

/// <summary>Who goes first, named as vLLM's <c>--scheduling-policy</c> names it.</summary>
public enum SchedulingPolicy
{
    /// <summary>First come, first served.</summary>
    Fcfs,

    /// <summary>The request with the smaller priority value, and among equals the earlier one.</summary>
    Priority,
}
