using System.Reflection;

namespace Emulator.Scheduling.Policies;

/// <summary>All policies there are, by name. They are found by their <see cref="PolicyAttribute"/>, so that a new one is a new file and nothing else.</summary>
public static class PolicyCatalogue
{
    private static readonly (PolicyAttribute Policy, Type Class)[] s_all =
    [
        .. from type in typeof(SchedulingPolicy).Assembly.GetTypes()
           where type.IsSubclassOf(typeof(SchedulingPolicy)) && !type.IsAbstract
           let policy = type.GetCustomAttribute<PolicyAttribute>() ?? throw new InvalidOperationException($"{type} has no {nameof(PolicyAttribute)}")
           orderby policy.Order, policy.Name
           select (policy, type),
    ];

    /// <summary>Name and description of each.</summary>
    public static IReadOnlyList<PolicyAttribute> All { get; } = [.. s_all.Select(entry => entry.Policy)];

    /// <summary>The name as it is listed, however it is capitalised; null when there is none.</summary>
    public static string? Find(string? name) => All.FirstOrDefault(policy => policy.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Name;

    /// <summary>A policy with an empty queue.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static SchedulingPolicy Create(string name) =>
        Array.Find(s_all, entry => entry.Policy.Name == name).Class is { } type
            ? (SchedulingPolicy)Activator.CreateInstance(type)!
            : throw new ArgumentException($"there is no scheduling policy '{name}'", nameof(name));
}
