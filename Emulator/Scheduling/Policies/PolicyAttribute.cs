namespace Emulator.Scheduling.Policies;

/// <summary>Gives a <see cref="SchedulingPolicy"/> the name under which it is asked for.</summary>
/// <param name="name">The name, as options and case files write it.</param>
/// <param name="description">Who goes first, in a few words: it goes on a sentence after the name.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class PolicyAttribute(string name, string description) : Attribute
{
    /// <summary>The name.</summary>
    public string Name { get; } = name;

    /// <summary>Who goes first.</summary>
    public string Description { get; } = description;

    /// <summary>Place in lists; those with equal ones go by name.</summary>
    public int Order { get; init; } = 10;
}
