using Tests.Unit.Scheduling.Traffic;

namespace Tests.Unit.Scheduling.Reference;

/// <summary>Plays traffic on the reference.</summary>
internal sealed class ReferencePlayer(TrafficPlan traffic) : TrafficPlayer(traffic)
{
    private readonly ReferenceScheduler _scheduler = new(traffic.Options);
    private readonly Dictionary<string, ReferenceRequest> _requests = [];
    private readonly Dictionary<string, ulong> _firstOutput = [];
    private readonly Dictionary<ulong, char> _letters = [];
    private List<ReferenceShare> _plan = [];

    protected override bool HasWork => _scheduler.Running.Count + _scheduler.Waiting.Count > 0;

    protected override bool Add(Arrives arrives)
    {
        IEnumerable<ulong> tokens = Traffic.Tokens(arrives).SelectMany(run => Enumerable.Range(0, run.Count).Select(i => run.First + (ulong)i));
        ReferenceRequest request = new(arrives.Id, string.Concat(tokens.Select(Letter)), arrives.MaxTokens, arrives.StopAfter, arrives.Priority, arrives.Salt);
        _firstOutput[arrives.Id] = TrafficPlan.FirstOutput(_firstOutput.Count);
        _requests[arrives.Id] = request;
        return _scheduler.Add(request, arrives.Arrival);
    }

    protected override bool Abort(string id) => _requests.TryGetValue(id, out ReferenceRequest? request) && _scheduler.Abort(request);

    protected override IEnumerable<string> Disturb(TrafficEvent happening)
    {
        switch (happening)
        {
            case CacheReset:
                _scheduler.ResetPrefixCache();
                return [];
            case BudgetChanged changed:
                _scheduler.TokenBudget = changed.Tokens;
                return [];
            case PoolResized resized:
                (List<ReferenceRequest> failed, List<ReferenceRequest> preempted) = _scheduler.Resize(resized.Blocks);
                return failed.Concat(preempted).Select(request => request.Id);
            case Crashes:
                return _scheduler.Crash().Select(request => request.Id);
            default:
                throw new ArgumentOutOfRangeException(nameof(happening), happening, "no such event");
        }
    }

    protected override void Schedule(int? prefillLimit, StepRow row)
    {
        (_plan, List<ReferenceRequest> preempted) = _scheduler.Schedule(prefillLimit);
        row.Scheduled.AddRange(_plan.Select(share => (share.Request.Id, share.Tokens, share.Request.Computed - share.Tokens, share.Cached)));
        row.Tables.AddRange(_plan.Select(share => (share.Request.Id, share.Request.Table.ToArray())));
        row.Preempted.AddRange(preempted.Select(request => request.Id));
        row.FreeAfterSchedule = _scheduler.Pool.Free.Count;
    }

    protected override void Complete(StepRow row)
    {
        (List<ReferenceRequest> sampled, List<(ReferenceRequest Request, string Reason)> finished) =
            _scheduler.Complete(_plan, request => Letter(_firstOutput[request.Id] + (ulong)request.Outputs));
        row.Sampled.AddRange(sampled.Select(request => request.Id));
        row.Finished.AddRange(finished.Select(end => (end.Request.Id, end.Reason)));
        row.Held.AddRange(_scheduler.Running.Select(request => (request.Id, request.Table.ToArray())));
        row.Waiting.AddRange(_scheduler.Waiting.Select(request => request.Id));
        row.FreeQueue.AddRange(_scheduler.Pool.Free);
    }

    /// <summary>The letter that stands for a token, from the first one that a text can be made of.</summary>
    private char Letter(ulong token)
    {
        if (!_letters.TryGetValue(token, out char letter))
        {
            _letters[token] = letter = (char)('A' + _letters.Count);
        }

        return letter;
    }
}
