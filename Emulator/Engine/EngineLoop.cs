using System.Runtime.CompilerServices;
using Emulator.CostModel;
using Emulator.Scheduling;
using Emulator.Time;

namespace Emulator.Engine;

/// <summary>
/// The engine: intake, plan, price, wait, complete, again. The same under every clock; what a simulation computes is what a server does.
/// One thread runs it, and nothing else touches its state.
/// </summary>
public sealed class EngineLoop
{
    /// <summary>Why a request ends whose reader left no room for its next token.</summary>
    internal const string SlowConsumer = "slow_consumer";

    /// <summary>Why a request ends that whoever operates the server has aborted.</summary>
    internal const string Aborted = "aborted";

    private readonly EngineBlueprint _blueprint;
    private readonly IEngineClock _clock;
    private readonly IEngineIntake _intake;
    private readonly IEngineObserver _observer;
    private readonly IStepPricing _pricing;
    private readonly IngestStage? _ingest;
    private readonly Deadlines _deadlines = new();
    private readonly EnginePause _pause;
    private PlanHash _planHash = Engine.PlanHash.Empty;
    private volatile int _runningNow;
    private long _receipts;

    /// <summary>An idle engine at model time 0.</summary>
    /// <param name="blueprint">What it is.</param>
    /// <param name="clock">What paces it.</param>
    /// <param name="intake">Where its requests come from.</param>
    /// <param name="observer">Who learns what it did.</param>
    public EngineLoop(EngineBlueprint blueprint, IEngineClock clock, IEngineIntake intake, IEngineObserver observer)
    {
        ArgumentNullException.ThrowIfNull(blueprint);
        _blueprint = blueprint;
        _clock = clock;
        _intake = intake;
        _observer = observer;
        _pricing = blueprint.Pricing;
        _ingest = blueprint.HoldsBack ? new IngestStage() : null;
        Scheduler = new Scheduler(blueprint.Scheduling);
        _pause = new EnginePause(this);
    }

    /// <summary>Queues and KV blocks. For the engine's thread.</summary>
    public Scheduler Scheduler { get; }

    /// <summary>What was done so far. For the engine's thread.</summary>
    public EngineCounters Counters { get; } = new();

    /// <summary>Whether to keep <see cref="PlanHash"/>; costs a few nanoseconds a sequence and step.</summary>
    public bool HashesPlans { get; init; } = true;

    /// <summary>The hash over all step plans so far.</summary>
    public PlanHash PlanHash => _planHash;

    /// <summary>End of the last step, or start of the one that is being prepared.</summary>
    public ModelTime Time { get; private set; }

    /// <summary>Requests that hold KV, those of the step that is under way included. For any thread.</summary>
    public int RunningNow => _runningNow;

    /// <summary>Requests held back between their receipt and the scheduler. For any thread.</summary>
    public int HeldBackNow => _ingest?.Count ?? 0;

    /// <summary>Whether new requests wait until it is told to go on. For any thread.</summary>
    public bool IsPaused => _pause.IsPaused;

    /// <summary>How deep it sleeps: 0 = it has all its memory, 1 and 2 = it holds no KV. For any thread.</summary>
    public int SleepLevel => _pause.SleepLevel;

    /// <summary>
    /// When an engine that takes no step has something to do though nothing new comes, because a request that it holds back is ready, or one that it holds back or has paused times out;
    /// <see cref="ModelTime.Never"/> when it holds none.
    /// </summary>
    public ModelTime WakesAt
    {
        get
        {
            ModelTime ready = _ingest?.NextReadyAt ?? ModelTime.Never;
            if (ready == ModelTime.Never && !IsPaused)
            {
                return ready;
            }

            // An engine that takes no step has paused whoever lives, or holds all of them back.
            ModelTime deadline = _deadlines.Next;
            return deadline < ready ? deadline : ready;
        }
    }

    /// <summary>Requests held back between their receipt and the scheduler, in order of receipt. For the engine's thread.</summary>
    public IEnumerable<EngineRequest> HeldBack => _ingest?.Requests ?? [];

    /// <summary>Runs steps until the intake has nothing more, or until cancelled. What is unfinished then is left as it is.</summary>
    public void Run(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested && RunStep(cancellation))
        {
        }
    }

    /// <summary>One step, after a wait for work if there is none.</summary>
    /// <returns>False when nothing will ever come.</returns>
    public bool RunStep(CancellationToken cancellation)
    {
        if (!_pause.AllowsStep)
        {
            if (!_intake.WaitForNext(Time, WakesAt, IsPaused, out ModelTime next, cancellation))
            {
                return false;
            }

            Time = next > Time ? next : Time;
            _clock.WaitUntil(Time, cancellation);
        }

        ModelTime start = Time;
        _intake.DeliverAdds(this, start);
        ReleaseReady(start);
        TimeOutDue(start);
        _intake.DeliverAborts(this, start);
        _pause.Settle();
        _intake.DeliverOrders(this, start);
        if (!_pause.AllowsStep)
        {
            return true;
        }

        StepPlan plan = Plan(out int prefillLimit);
        _runningNow = Scheduler.Running.Length;
        StepCost cost = _pricing.Step(Counters.Steps, plan.Totals, plan.Chunks);
        TimeSpan duration = Duration.FromMicroseconds(cost.TotalMicroseconds);
        int kvBlocksUsed = Scheduler.Pool.Used;
        MarkAdmissions(plan, start);
        if (HashesPlans)
        {
            _planHash.Add(plan);
        }

        Counters.Count(plan, cost, duration, kvBlocksUsed);
        CompareWithTarget(duration, prefillLimit);

        Time = start + duration;
        TimeSpan lateness = _clock.WaitUntil(Time, cancellation);

        Scheduler.Complete(plan);
        _runningNow = Scheduler.Running.Length;
        MarkFirstTokens(plan);
        _observer.StepEnded(new EngineStep(Counters.Steps - 1, plan, cost, start, Time, lateness, kvBlocksUsed));
        foreach (FinishedSequence finished in plan.Finished)
        {
            EngineRequest request = Unsafe.As<EngineRequest>(finished.Sequence);
            if (request.HasLostTokens)
            {
                End(request, Outcome.Cancelled, SlowConsumer);
            }
            else
            {
                End(request, Outcome.Completed, FinishReasonName.Of(finished.Reason));
            }
        }

        _pause.Settle();
        return true;
    }

    /// <summary>Takes in a new request that came at <paramref name="receivedAt"/>; for the intake. One that can never run here ends at once as <see cref="Outcome.Invalid"/>.</summary>
    public void Add(EngineRequest request, ModelTime receivedAt)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.ReceivedAt = receivedAt;
        request.DueAt = request.Deadline.SinceStart;
        request.Receipt = _receipts++;
        if ((long)request.Prompt.Length + request.MaxTokens > _blueprint.MaxModelLength || !TakeIn(request))
        {
            End(request, Outcome.Invalid, "context_length_exceeded");
            return;
        }

        if (request.Timeout is not null)
        {
            _deadlines.Add(request);
        }
    }

    /// <summary>Ends a request before it is done; for the intake. One that has ended already stays as it ended.</summary>
    public void Abort(EngineRequest request, Outcome outcome, string reason)
    {
        ArgumentNullException.ThrowIfNull(request);

        // A timeout is counted by its phase, which only the engine knows, whoever noticed it.
        string cause = outcome == Outcome.TimedOut ? request.Phase : reason;
        if (Scheduler.Abort(request) || request.IsHeldBack)
        {
            _runningNow = Scheduler.Running.Length;
            End(request, outcome, cause);
        }
    }

    /// <summary>Changes the size of the KV pool: <see cref="Scheduler.Resize"/>. Requests that can no longer finish end as <see cref="Outcome.Failed"/>; for the intake.</summary>
    /// <param name="numGpuBlocks">KV blocks including the null block, at least 2.</param>
    public void ResizePool(int numGpuBlocks)
    {
        PoolResize change = Scheduler.Resize(numGpuBlocks);
        Counters.Preemptions += change.Preempted.Count;
        foreach (Sequence failed in change.Failed)
        {
            End(Unsafe.As<EngineRequest>(failed), Outcome.Failed, "kv_pool_too_small");
        }

        foreach (EngineRequest held in HeldBack.Where(held => !Scheduler.Fits(held.Prompt.Length, held.MaxTokens)).ToArray())
        {
            End(held, Outcome.Failed, "kv_pool_too_small");
        }

        _runningNow = Scheduler.Running.Length;
    }

    /// <summary>Loses every request, as <see cref="Outcome.Failed"/>, and all that the KV cache held, as an engine that dies and is started again; for the intake.</summary>
    public void Crash()
    {
        Sequence[] lost = [.. Scheduler.Crash(), .. HeldBack];
        foreach (Sequence sequence in lost)
        {
            End(Unsafe.As<EngineRequest>(sequence), Outcome.Failed, "engine_crashed");
        }

        _runningNow = 0;
    }

    /// <summary>Carries out what its operator tells it, or begins to; for the intake.</summary>
    public void Obey(EngineOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        _pause.Obey(order);
    }

    /// <summary>Ends everybody who is inside, as <see cref="Outcome.Cancelled"/>.</summary>
    internal void AbortAll(string reason)
    {
        Sequence[] inside = [.. Scheduler.Running, .. Scheduler.Waiting(), .. HeldBack];
        foreach (Sequence sequence in inside)
        {
            Abort(Unsafe.As<EngineRequest>(sequence), Outcome.Cancelled, reason);
        }
    }

    /// <summary>Forgets cached prefixes, unless somebody holds KV blocks.</summary>
    /// <param name="preemptsRunning">Whether those that run lose their KV blocks first, so that nobody does.</param>
    /// <returns>Whether the cache is empty.</returns>
    internal bool ResetPrefixCache(bool preemptsRunning)
    {
        if (preemptsRunning)
        {
            Counters.Preemptions += Scheduler.PreemptRunning();
            _runningNow = 0;
        }

        if (Scheduler.Pool.Used > 0)
        {
            return false;
        }

        Scheduler.ResetPrefixCache();
        return true;
    }

    /// <summary>An order is carried out.</summary>
    internal void Report(EngineOrder order, bool done)
    {
        _observer.OrderObeyed();
        order.Complete(done);
    }

    /// <summary>Tells those who wait for a pause that the engine has ended.</summary>
    internal void AbandonOrders() => _pause.Abandon();

    /// <summary>Hands a request to the scheduler, or holds it back until its time has come.</summary>
    /// <returns>False when it could never finish here.</returns>
    private bool TakeIn(EngineRequest request)
    {
        if (_ingest is null)
        {
            return Scheduler.Add(request);
        }

        bool fits = Scheduler.Fits(request.Prompt.Length, request.MaxTokens);
        if (fits)
        {
            // Also one that is held back for no time: others may have come before it, and be ready before it.
            _ingest.Hold(request, request.ReceivedAt + _blueprint.HoldBackOf(request));
        }

        return fits;
    }

    private void ReleaseReady(ModelTime start)
    {
        while (_ingest?.Release(start) is { } ready)
        {
            // It fitted when it came; the token budget may have shrunk since.
            if (!Scheduler.Add(ready))
            {
                End(ready, Outcome.Failed, "token_budget_too_small");
            }
        }
    }

    /// <summary>Plans the step, its prefill limited where a target is set.</summary>
    /// <param name="prefillLimit">The limit; as much as there is where none is needed.</param>
    private StepPlan Plan(out int prefillLimit)
    {
        prefillLimit = int.MaxValue;
        if (_blueprint.PrefillLimit is not { } limit)
        {
            return Scheduler.Schedule();
        }

        StepTotals decodes = Scheduler.PendingDecodes();
        if (decodes.Decodes == Scheduler.Running.Length && Scheduler.WaitingCount == 0)
        {
            return Scheduler.Schedule();
        }

        prefillLimit = limit.Beside(decodes);
        return Scheduler.Schedule(prefillLimit);
    }

    private void CompareWithTarget(TimeSpan duration, int prefillLimit)
    {
        if (_blueprint.PrefillLimit is { } limit && duration > limit.Target)
        {
            Counters.StepsOverTarget++;
            Counters.StepsOverTargetAtFloor += prefillLimit == PrefillLimit.Floor ? 1 : 0;
        }
    }

    private void TimeOutDue(ModelTime start)
    {
        foreach (EngineRequest request in _deadlines.TakeDue(start))
        {
            Abort(request, Outcome.TimedOut, request.Phase);
        }
    }

    private void MarkAdmissions(StepPlan plan, ModelTime start)
    {
        foreach (ref readonly StepShare share in plan.Admissions)
        {
            EngineRequest request = Unsafe.As<EngineRequest>(share.Sequence);
            if (request.AdmittedAt is null)
            {
                request.AdmittedAt = start;
                request.AdmittedInStep = Counters.Steps;
                Counters.PrefixHitTokens += share.Cached;
                Counters.PrefixQueryTokens += request.Prompt.Length;
            }
        }
    }

    private void MarkFirstTokens(StepPlan plan)
    {
        // A first token comes from a chunk that finished its prefill, never from a decode.
        if (plan.Totals.Chunks == 0)
        {
            return;
        }

        foreach (Sequence sampled in plan.Sampled)
        {
            if (sampled.Outputs == 1)
            {
                Unsafe.As<EngineRequest>(sampled).FirstTokenAt = Time;
            }
        }
    }

    private void End(EngineRequest request, Outcome outcome, string reason)
    {
        if (request.IsHeldBack)
        {
            _ingest!.Drop(request);
        }

        request.EndedAt = Time;
        request.Outcome = outcome;
        request.Reason = reason;
        request.Steps = request.AdmittedAt is null ? 0 : Counters.Steps - request.AdmittedInStep;
        Counters.WastedTokens += outcome == Outcome.Completed ? request.ComputedInAll - request.Computed + request.HitTokens : request.ComputedInAll;
        Counters.TimedOutTokens += outcome == Outcome.TimedOut ? request.ComputedInAll : 0;
        _observer.RequestEnded(request);
    }
}
