using Emulator.Scheduling;

namespace Tests.Simulation;

/// <summary>What must hold of the scheduler after every plan and every completion: the list that docs/simulation.md explains.</summary>
internal sealed class StepChecks
{
    private readonly SchedulerOptions _options;
    private readonly bool _limitsPrefill;
    private readonly IReadOnlyDictionary<Sequence, Client> _live;
    private readonly Scheduler _scheduler;
    private readonly PoolChecks _pool;

    public StepChecks(Scenario scenario, Scheduler scheduler, IReadOnlyDictionary<Sequence, Client> live)
    {
        (_options, _scheduler, _live) = (scenario.Options, scheduler, live);
        _limitsPrefill = scenario.Blueprint.PrefillLimit is not null;
        _pool = new PoolChecks(scenario.Options, scheduler, live);
    }

    /// <summary>Events have come: nothing is planned, nothing half done.</summary>
    public void BeforePlan() => _pool.Check();

    public void AfterPlan(StepPlan plan)
    {
        int tokens = 0;
        foreach (ref readonly StepShare share in plan.Shares)
        {
            tokens += share.NewTokens;
            CheckShare(share);
        }

        foreach (Sequence preempted in plan.Preempted)
        {
            _live[preempted].Computed = null;
        }

        Must.Hold(plan.Preempted.Count == 0 || plan.Admissions.Length == 0, $"a step that preempted admitted {plan.Admissions.Length} requests");
        Must.Hold(tokens <= _scheduler.TokenBudget, $"the plan has {tokens} tokens, the budget is {_scheduler.TokenBudget}");
        Must.Hold(tokens == plan.Totals.Tokens && plan.Shares.Length == plan.Totals.Sequences, $"the plan's sums are not those of its shares");
        Must.Hold(_scheduler.Running.Length <= _options.MaxNumSeqs, $"{_scheduler.Running.Length} requests run of at most {_options.MaxNumSeqs}");
        CheckOrder(plan);
        CheckProgress(plan);

        // Who waits was looked up last, when this step's blocks were in the index already.
        _pool.AfterPlan(plan);
        if (plan.Preempted.Count == 0)
        {
            CheckWorkConservation(plan, _scheduler.TokenBudget - tokens);
        }

        _pool.Check();
    }

    public void AfterStep() => _pool.Check();

    public void PoolResized(IReadOnlyList<Sequence> ran, int blocks)
    {
        foreach (Sequence sequence in ran.Where(sequence => sequence.Place == SequencePlace.Waiting))
        {
            _live[sequence].Computed = null;
        }

        Must.Hold(_scheduler.Pool.Usable == blocks - 1, $"the pool was given {blocks} blocks and has {_scheduler.Pool.Usable} to hand out");
        Must.Hold(_live.Keys.Where(request => request.Place is SequencePlace.Waiting or SequencePlace.Running).All(request => _options.ChunkedPrefill ? _scheduler.Fits(request.Prompt.Length, request.MaxTokens) : true), $"a request lives on that the smaller pool can never hold");
        _pool.Check();
    }

    public void Crashed()
    {
        Must.Hold(!_scheduler.HasWork, $"requests outlived a crash");
        Must.Hold(_scheduler.Pool.Used == 0, $"{_scheduler.Pool.Used} KV blocks outlived a crash");
        _pool.Forget();
    }

    public void CacheReset() => _pool.ForgetFree();

    // Work that was preempted starts over at what the cache has; all other work goes on where it was.
    private void CheckShare(in StepShare share)
    {
        string id = share.Sequence.Id;
        Client client = _live.TryGetValue(share.Sequence, out Client? known) ? known : throw new ViolationException($"{id} is planned and does not live");
        Must.Hold(share.NewTokens >= 1, $"{id} is planned with {share.NewTokens} tokens");
        Must.Hold(share.Admitted == client.Computed is null, $"{id} {(share.Admitted ? "was admitted while it ran" : "runs and was never admitted")}");
        if (share.Admitted)
        {
            Must.Hold(share.ComputedBefore == share.Cached && share.Cached % _options.BlockSize == 0, $"{id} was admitted with {share.ComputedBefore} tokens computed, {share.Cached} cached");
            Must.Hold(share.Cached < share.Sequence.Tokens, $"{id} was admitted with all its {share.Cached} tokens cached");
        }
        else
        {
            Must.Hold(share.ComputedBefore == client.Computed, $"{id} had {client.Computed} tokens computed, and goes on at {share.ComputedBefore}");
        }

        Must.Hold(_options.LongPrefillThreshold == 0 || share.NewTokens <= _options.LongPrefillThreshold, $"{id} is planned with {share.NewTokens} tokens, the threshold is {_options.LongPrefillThreshold}");
        client.Computed = share.ComputedBefore + share.NewTokens;
        client.Work += share.NewTokens;
    }

    private void CheckOrder(StepPlan plan)
    {
        ReadOnlySpan<Sequence> running = _scheduler.Running;
        int next = 0;
        foreach (ref readonly StepShare share in plan.Shares)
        {
            while (next < running.Length && running[next] != share.Sequence)
            {
                next++;
            }

            Must.Hold(next < running.Length, $"{share.Sequence.Id} is planned twice, or out of running order");
            next++;
        }

        Sequence? before = null;
        foreach (Sequence waiting in _scheduler.Waiting())
        {
            Must.Hold(before is null || !Precedes(waiting, before), $"{waiting.Id} waits behind {before?.Id}");
            Must.Hold(waiting.Computed == 0 && waiting.Blocks.Count == 0, $"{waiting.Id} waits and holds {waiting.Blocks.Count} KV blocks");
            before = waiting;
        }

        if (_options.Policy == "fcfs" && before is not null)
        {
            long latest = long.MinValue;
            foreach (Sequence sequence in running)
            {
                latest = Math.Max(latest, sequence.Arrival);
            }

            Must.Hold(latest < _scheduler.Waiting().First().Arrival, $"{_scheduler.Waiting().First().Id} was overtaken");
        }
    }

    private bool Precedes(Sequence a, Sequence b) => _options.Policy switch
    {
        "fcfs" => a.Arrival < b.Arrival,
        "priority" => (a.Priority, a.Arrival).CompareTo((b.Priority, b.Arrival)) < 0,
        "edf" => (a.DueAt, a.Arrival).CompareTo((b.DueAt, b.Arrival)) < 0,
        _ => a.Tenant == b.Tenant && a.Arrival < b.Arrival,
    };

    // Under fcfs a step with work computes something; under the others one may be spent on a preemption.
    private void CheckProgress(StepPlan plan) =>
        Must.Hold(!plan.IsEmpty || (plan.Preempted.Count > 0 && _options.Policy != "fcfs"), $"requests wait, and the step is empty");

    private void CheckWorkConservation(StepPlan plan, int budgetLeft)
    {
        if (budgetLeft == 0)
        {
            return;
        }

        if (_limitsPrefill)
        {
            // The limit may leave anyone out who is no decode.
            CheckDecodesPlanned(plan);
            return;
        }

        Must.Hold(plan.Shares.Length == _scheduler.Running.Length, $"{_scheduler.Running.Length} run, {plan.Shares.Length} are planned, and {budgetLeft} tokens of the budget are left");
        Sequence? front = _scheduler.Waiting().FirstOrDefault();
        if (front is null || _scheduler.Running.Length == _options.MaxNumSeqs)
        {
            return;
        }

        // Its cached blocks leave the free queue with it: without a reservation of the whole prompt, more hits may need more free blocks.
        if (!_options.ReserveFullPrompt && _pool.MayFind(front))
        {
            return;
        }

        // What it would need if nothing of it were cached: where the whole is reserved, hits can only make it less.
        int wanted = _options.LongPrefillThreshold > 0 ? Math.Min(front.Tokens, _options.LongPrefillThreshold) : front.Tokens;
        bool waitsForARoomierStep = !_options.ChunkedPrefill && wanted > budgetLeft && (wanted <= _scheduler.TokenBudget || _pool.MayFind(front));
        int tokens = _options.ReserveFullPrompt ? front.Tokens : Math.Min(wanted, budgetLeft);
        int blocks = ((tokens + _options.BlockSize - 1) / _options.BlockSize) + (_scheduler.Running.Length > 0 ? _options.WatermarkBlocks : 0);
        Must.Hold(waitsForARoomierStep || blocks > _scheduler.Pool.Free, $"{front.Id} waits, needs {blocks} KV blocks, and {_scheduler.Pool.Free} are free");
    }

    private void CheckDecodesPlanned(StepPlan plan)
    {
        int next = 0;
        foreach (Sequence sequence in _scheduler.Running)
        {
            if (next < plan.Shares.Length && plan.Shares[next].Sequence == sequence)
            {
                next++;
            }
            else
            {
                Must.Hold(sequence.Computed < sequence.Tokens - 1, $"{sequence.Id} decodes and is not planned while budget is left");
            }
        }
    }
}
