namespace Tests.Unit.Scheduling.Traffic;

/// <summary>Plays a plan step by step on one scheduler: events, Schedule, Complete.</summary>
internal abstract class TrafficPlayer(TrafficPlan traffic)
{
    private readonly Queue<TrafficEvent> _events = new(traffic.Events);
    private int? _prefillLimit;

    protected TrafficPlan Traffic => traffic;

    /// <summary>Steps played.</summary>
    public int Step { get; private set; }

    /// <summary>Whether there is another step: work is left, or an event.</summary>
    public bool Goes => Step < (traffic.Steps ?? TrafficPlan.MostSteps) && (_events.Count > 0 || HasWork);

    protected abstract bool HasWork { get; }

    /// <summary>One step.</summary>
    public StepRow Next()
    {
        StepRow row = new();
        while (_events.TryPeek(out TrafficEvent? next) && next.Step == Step)
        {
            Apply(_events.Dequeue(), row);
        }

        Schedule(_prefillLimit, row);
        Complete(row);
        Step++;
        return row;
    }

    /// <summary>Everything to the end.</summary>
    public List<StepRow> ToEnd()
    {
        List<StepRow> rows = [];
        while (Goes)
        {
            rows.Add(Next());
        }

        Assert.True(traffic.Steps is not null || !HasWork, $"work is left after {Step} steps");
        return rows;
    }

    /// <summary>Plays both to their ends, this one as what is expected.</summary>
    /// <returns>What <paramref name="other"/> did otherwise at the first step where it did; null = nothing.</returns>
    public string? FirstDifferenceOf(TrafficPlayer other)
    {
        while (Goes)
        {
            int step = Step;
            if (other.Next().DifferenceFrom(Next()) is { } difference)
            {
                return $"step {step}, {difference}";
            }
        }

        Assert.True(traffic.Steps is not null || !HasWork, $"work is left after {Step} steps");
        return other.Goes ? $"it goes on after step {other.Step}" : null;
    }

    protected abstract bool Add(Arrives arrives);

    protected abstract bool Abort(string id);

    /// <summary>All other events.</summary>
    /// <returns>The requests that it hit.</returns>
    protected abstract IEnumerable<string> Disturb(TrafficEvent happening);

    protected abstract void Schedule(int? prefillLimit, StepRow row);

    protected abstract void Complete(StepRow row);

    private void Apply(TrafficEvent happening, StepRow row)
    {
        switch (happening)
        {
            case Arrives arrives:
                if (!Add(arrives))
                {
                    row.Rejected.Add((arrives.Id, "context_length_exceeded"));
                }

                break;
            case Leaves leaves:
                if (Abort(leaves.Id))
                {
                    row.Finished.Add((leaves.Id, "abort"));
                }

                break;
            case PrefillLimited limited:
                _prefillLimit = limited.Tokens;
                break;
            default:
                row.Hit.AddRange(Disturb(happening));
                break;
        }
    }
}
