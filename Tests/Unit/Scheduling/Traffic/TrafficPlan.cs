using Emulator.KvCache;
using Emulator.Scheduling;

namespace Tests.Unit.Scheduling.Traffic;

/// <summary>All that happens to one scheduler: how it is built, and the events in order of their steps.</summary>
internal sealed record TrafficPlan(SchedulerOptions Options, TrafficEvent[] Events)
{
    /// <summary>Runs that have not ended by then never will: requests are few and small.</summary>
    public const int MostSteps = 10_000;

    /// <summary>Steps after which a run is cut short; null = it runs until nothing is left.</summary>
    public int? Steps { get; init; }

    public int LastStep => Events.Length == 0 ? -1 : Events[^1].Step;

    public IEnumerable<Arrives> Arrivals => Events.OfType<Arrives>();

    /// <summary>Value of output token 0 of the request that the <paramref name="add"/>-th add event brings.</summary>
    public static ulong FirstOutput(int add) => 1_000_000_000UL + ((ulong)add * 100_000);

    /// <summary>The tokens of a prompt.</summary>
    public TokenRun[] Tokens(Arrives arrives) => [.. arrives.Prompt.Select(part => new TokenRun(FirstOf(part), part.Count))];

    private ulong FirstOf(PromptPart part) =>
        part.OutputOf is { } id ? FirstOutput(Arrivals.TakeWhile(other => other.Id != id).Count())
        : part.Seed < 0 ? (ulong)part.From
        : ((ulong)part.Seed * 100_000) + (ulong)part.From;
}
