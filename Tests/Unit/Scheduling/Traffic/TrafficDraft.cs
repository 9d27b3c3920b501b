using System.Globalization;
using Emulator.Scheduling;

namespace Tests.Unit.Scheduling.Traffic;

/// <summary>What an event is.</summary>
internal enum TrafficKind
{
    Arrives,
    Leaves,
    CacheReset,
    PoolResized,
    BudgetChanged,
    PrefillLimited,
    Crashes,
}

/// <summary>Plain numbers, as a generator draws and shrinks them; any of them make an event, whatever stands before it.</summary>
internal sealed record TrafficDraft(int Step, TrafficKind Kind, int Family, int Shared, int Own, int Output, int Stop, int Priority, int Other, int Salt, int Amount)
{
    /// <summary>The events of all drafts, in order of their steps.</summary>
    public static TrafficPlan Plan(SchedulerOptions options, TrafficDraft[] drafts, bool explicitArrivals)
    {
        List<TrafficEvent> events = [];
        List<Arrives> arrivals = [];
        foreach (TrafficDraft draft in drafts.OrderBy(draft => draft.Step))
        {
            switch (draft.Kind)
            {
                case TrafficKind.Arrives:
                    // Numbers that the caller gives are for the policies that sort by them; they must be unique.
                    long? arrival = explicitArrivals && options.Policy is "priority" or "edf" ? (draft.Amount * 100) + arrivals.Count : null;
                    Arrives arrives = draft.Arrive(arrivals) with { Arrival = arrival };
                    arrivals.Add(arrives);
                    events.Add(arrives);
                    break;
                case TrafficKind.Leaves:
                    events.Add(new Leaves(draft.Step, Id(draft.Other % 25)));
                    break;
                case TrafficKind.CacheReset:
                    events.Add(new CacheReset(draft.Step));
                    break;
                case TrafficKind.PoolResized:
                    events.Add(new PoolResized(draft.Step, 2 + draft.Amount));
                    break;
                case TrafficKind.BudgetChanged:
                    events.Add(new BudgetChanged(draft.Step, options.MaxNumSeqs + draft.Amount));
                    break;
                case TrafficKind.PrefillLimited when options.ChunkedPrefill:
                    events.Add(new PrefillLimited(draft.Step, draft.Amount == 0 ? null : draft.Amount));
                    break;
                case TrafficKind.Crashes:
                    events.Add(new Crashes(draft.Step));
                    break;
            }
        }

        return new TrafficPlan(options, [.. events]);
    }

    private static string Id(int add) => string.Create(CultureInfo.InvariantCulture, $"r{add}");

    private Arrives Arrive(List<Arrives> earlier)
    {
        List<PromptPart> prompt = [];
        if (Other >= 25 && Other - 25 < earlier.Count)
        {
            // The next turn of a conversation: the earlier prompt, its answer (or more of it than there will be), and what is said to that.
            Arrives last = earlier[Other - 25];
            prompt.AddRange(last.Prompt.Take(4));
            prompt.Add(new PromptPart(Math.Max(1, last.MaxTokens - (Shared % 3)), 0, 0, last.Id));
        }
        else if (Shared > 0)
        {
            prompt.Add(new PromptPart(Shared, Family));
        }

        if (Own > 0 || prompt.Count == 0)
        {
            prompt.Add(new PromptPart(Math.Max(1, Own), 100 + earlier.Count));
        }

        return new Arrives(Step, Id(earlier.Count), [.. prompt], Output, Stop > 0 ? Stop : null, Priority)
        {
            Salt = Salt < 4 ? null : $"salt {Salt}",
            Tenant = $"tenant {Family}",
            DueAt = Amount == 0 ? TimeSpan.MaxValue : TimeSpan.FromSeconds(Amount),
        };
    }
}
