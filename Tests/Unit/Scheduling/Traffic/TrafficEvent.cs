namespace Tests.Unit.Scheduling.Traffic;

/// <summary>Something that happens to a scheduler before a step.</summary>
/// <param name="Step">The step, from 0.</param>
internal abstract record TrafficEvent(int Step);

/// <summary>A request comes. <paramref name="Arrival"/>, where there is one, stands for its number among the adds.</summary>
internal sealed record Arrives(int Step, string Id, PromptPart[] Prompt, int MaxTokens, int? StopAfter = null, int Priority = 0, long? Arrival = null) : TrafficEvent(Step)
{
    public string? Salt { get; init; }

    public string Tenant { get; init; } = "";

    public TimeSpan DueAt { get; init; } = TimeSpan.MaxValue;
}

/// <summary>Its caller gives a request up.</summary>
internal sealed record Leaves(int Step, string Id) : TrafficEvent(Step);

/// <summary>The prefix cache is emptied.</summary>
internal sealed record CacheReset(int Step) : TrafficEvent(Step);

/// <summary>The pool now has so many blocks, the null block included.</summary>
internal sealed record PoolResized(int Step, int Blocks) : TrafficEvent(Step);

/// <summary>The engine dies and comes back.</summary>
internal sealed record Crashes(int Step) : TrafficEvent(Step);

/// <summary>From this step on a step computes so many tokens at most.</summary>
internal sealed record BudgetChanged(int Step, int Tokens) : TrafficEvent(Step);

/// <summary>From this step on a step prefills so many tokens at most; null = no limit.</summary>
internal sealed record PrefillLimited(int Step, int? Tokens) : TrafficEvent(Step);
