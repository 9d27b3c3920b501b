using Emulator.KvCache;
using Emulator.Scheduling;
using Tests.Unit.Scheduling.Invariants;

namespace Tests.Unit.Scheduling.Traffic;

/// <summary>Plays traffic on the scheduler itself.</summary>
internal sealed class SchedulerPlayer(TrafficPlan traffic) : TrafficPlayer(traffic)
{
    private readonly Dictionary<string, Sequence> _sequences = [];
    private StepPlan? _plan;
    private SchedulerInvariants? _invariants;

    /// <summary>The scheduler played on.</summary>
    public Scheduler Scheduler { get; } = new(traffic.Options);

    /// <summary>Requests that were refused.</summary>
    public int Rejected { get; private set; }

    /// <summary>Every request that came, refused ones too.</summary>
    public IReadOnlyDictionary<string, Sequence> Sequences => _sequences;

    /// <summary>Plays with what must always hold checked after every Schedule and Complete.</summary>
    public static SchedulerPlayer Checked(TrafficPlan traffic)
    {
        SchedulerPlayer player = new(traffic);
        player._invariants = new SchedulerInvariants(traffic.Options, player.Scheduler);
        return player;
    }

    protected override bool HasWork => Scheduler.HasWork;

    protected override bool Add(Arrives arrives)
    {
        Sequence sequence = new(arrives.Id, new TokenSequence(Traffic.Tokens(arrives)), arrives.MaxTokens, arrives.StopAfter ?? int.MaxValue, arrives.Priority)
        {
            OutputStart = TrafficPlan.FirstOutput(_sequences.Count),
            CacheSalt = arrives.Salt,
            Tenant = arrives.Tenant,
            DueAt = arrives.DueAt,
        };
        if (arrives.Arrival is { } arrival)
        {
            sequence.Arrival = arrival;
        }

        _sequences[arrives.Id] = sequence;
        bool accepted = Scheduler.Add(sequence);
        Rejected += accepted ? 0 : 1;
        return accepted;
    }

    protected override bool Abort(string id) => _sequences.TryGetValue(id, out Sequence? sequence) && Scheduler.Abort(sequence);

    protected override IEnumerable<string> Disturb(TrafficEvent happening)
    {
        switch (happening)
        {
            case CacheReset:
                Scheduler.ResetPrefixCache();
                return [];
            case BudgetChanged changed:
                Scheduler.TokenBudget = changed.Tokens;
                return [];
            case PoolResized resized:
                PoolResize resize = Scheduler.Resize(resized.Blocks);
                return resize.Failed.Concat(resize.Preempted).Select(sequence => sequence.Id);
            case Crashes:
                return Scheduler.Crash().Select(sequence => sequence.Id);
            default:
                throw new ArgumentOutOfRangeException(nameof(happening), happening, "no such event");
        }
    }

    protected override void Schedule(int? prefillLimit, StepRow row)
    {
        _plan = prefillLimit is { } limit ? Scheduler.Schedule(limit) : Scheduler.Schedule();
        foreach (StepShare share in _plan.Shares)
        {
            row.Scheduled.Add((share.Sequence.Id, share.NewTokens, share.ComputedBefore, share.Admitted ? share.Cached : null));
            row.Tables.Add((share.Sequence.Id, share.Sequence.Blocks.Ids.ToArray()));
        }

        row.Preempted.AddRange(_plan.Preempted.Select(sequence => sequence.Id));
        row.FreeAfterSchedule = Scheduler.Pool.Free;
        _invariants?.AfterSchedule(_plan, prefillLimit);
    }

    protected override void Complete(StepRow row)
    {
        Scheduler.Complete(_plan!);
        row.Sampled.AddRange(_plan!.Sampled.Select(sequence => sequence.Id));
        row.Finished.AddRange(_plan.Finished.Select(end => (end.Sequence.Id, end.Reason == FinishReason.Stop ? "stop" : "length")));
        foreach (Sequence sequence in Scheduler.Running)
        {
            row.Held.Add((sequence.Id, sequence.Blocks.Ids.ToArray()));
        }

        row.Waiting.AddRange(Scheduler.Waiting().Select(sequence => sequence.Id));
        row.FreeQueue.AddRange(Scheduler.Pool.FreeQueue());
        _invariants?.AfterComplete();
    }
}
