using System.Globalization;
using System.Runtime.CompilerServices;
using Emulator.Engine;
using Emulator.Scheduling;
using Emulator.Time;

namespace Tests.Simulation;

/// <summary>
/// One scenario from its start until everything has ended: the engine's own loop under a virtual clock, its clients and its faults, with what must
/// always hold looked at after every plan, every completion and every end.
/// </summary>
internal sealed class World : IEngineIntake, IEngineObserver, IEngineClock
{
    // Far more than any scenario takes: some hundred requests of a hundred tokens, preempted now and then.
    private const int MostSteps = 50_000;

    private readonly Scenario _scenario;
    private readonly PriorityQueue<Happening, (ModelTime At, long Order)> _coming = new();
    private readonly Dictionary<Sequence, Client> _live = [];
    private readonly List<(Client Client, Outcome Outcome, string Reason)> _aborts = [];
    private readonly EngineLoop _engine;
    private readonly StepChecks _steps;
    private readonly RequestChecks _requests;
    private ModelTime _refusesUntil = ModelTime.Zero;
    private bool _isPlanned;
    private long _order;

    private World(Scenario scenario, bool keepsJournal)
    {
        _scenario = scenario;
        Journal = new RunJournal(keepsJournal);
        _engine = new EngineLoop(scenario.Blueprint, this, this, this);
        _steps = new StepChecks(scenario, _engine.Scheduler, _live);
        _requests = new RequestChecks(_live);
        foreach (Happening happening in scenario.Happenings)
        {
            Expect(happening);
        }
    }

    public RunJournal Journal { get; }

    public ModelTime Now { get; private set; }

    public long Steps => _engine.Counters.Steps;

    public PlanHash PlanHash => _engine.PlanHash;

    /// <summary>Runs the scenario of a seed.</summary>
    /// <returns>What was violated; null when everything held.</returns>
    public static (World World, string? Violation) Run(ulong seed, bool keepsJournal)
    {
        World world = new(new Scenario(seed), keepsJournal);
        try
        {
            world.Run();
            return (world, null);
        }
        catch (Exception problem) when (problem is ViolationException or InvalidOperationException or ArgumentException or IndexOutOfRangeException or NullReferenceException or KeyNotFoundException)
        {
            // An engine that throws has violated something too; where, its trace says.
            return (world, problem is ViolationException ? problem.Message : problem.ToString());
        }
    }

    public bool WaitForNext(ModelTime now, ModelTime until, bool isPaused, out ModelTime next, CancellationToken cancellation)
    {
        next = _coming.TryPeek(out _, out (ModelTime At, long) first) && first.At < until ? first.At : until;
        return next != ModelTime.Never;
    }

    public void DeliverAdds(EngineLoop engine, ModelTime stepStart)
    {
        while (_coming.TryPeek(out Happening? happening, out (ModelTime At, long) place) && place.At <= stepStart)
        {
            _coming.Dequeue();
            Happen(happening);
        }
    }

    public void DeliverAborts(EngineLoop engine, ModelTime stepStart)
    {
        _requests.CheckDeadlines(stepStart);
        foreach ((Client client, Outcome outcome, string reason) in _aborts.ToArray())
        {
            Journal.Add(stepStart, $"abort {client.Request.Id}: {reason}");
            engine.Abort(client.Request, outcome, reason);
        }

        _aborts.Clear();
        _isPlanned = engine.Scheduler.HasWork;
        _steps.BeforePlan();
    }

    /// <summary>The engine waits twice: while it is idle, and for the end of a step that it has planned. The latter is where a plan can be looked at.</summary>
    public TimeSpan WaitUntil(ModelTime deadline, CancellationToken cancellation)
    {
        if (_isPlanned)
        {
            _isPlanned = false;
            StepPlan plan = _engine.Scheduler.CurrentPlan;
            Journal.Step(Now, _engine.Counters.Steps - 1, plan, _engine.Scheduler.Pool);
            _steps.AfterPlan(plan);
        }

        Now = deadline > Now ? deadline : Now;
        return TimeSpan.Zero;
    }

    public TimeSpan WallTimeUntil(ModelTime deadline) => TimeSpan.Zero;

    public void StepEnded(in EngineStep step)
    {
        foreach (Sequence sampled in step.Plan.Sampled)
        {
            Client client = _live[sampled];
            if (client.Request.Publish(step.End))
            {
                client.Published++;
            }
            else
            {
                _aborts.Add((client, Outcome.Cancelled, EngineLoop.SlowConsumer));
            }
        }

        foreach (Client client in _live.Values)
        {
            client.ReadFor(step.End - step.Start);
        }

        _steps.AfterStep();
    }

    public void RequestEnded(EngineRequest request)
    {
        LiveRequest live = Unsafe.As<LiveRequest>(request);
        Client client = _live.TryGetValue(request, out Client? known) ? known : throw new ViolationException($"{request.Id} ended twice, or was never taken in");
        Journal.Add(request.EndedAt!.Value, $"end {request.Id}: {request.Outcome} {request.Reason}");
        live.Close();
        client.ReadToEnd();
        _requests.CheckEnd(client);
        _live.Remove(request);
        if (request.Outcome == Outcome.Completed && client.Turns > 0)
        {
            Expect(new Happening(request.EndedAt.Value + client.Think, Arrives: _scenario.FollowUp(client)));
        }
    }

    private void Run()
    {
        while (_engine.RunStep(default))
        {
            _requests.CheckBooks();
            if (_engine.Counters.Steps > MostSteps)
            {
                throw new ViolationException(string.Create(CultureInfo.InvariantCulture, $"no end after {MostSteps} steps: {_live.Count} requests live"));
            }
        }

        if (_live.Count > 0 || _engine.Scheduler.HasWork || _engine.Scheduler.Pool.Used > 0)
        {
            throw new ViolationException(string.Create(CultureInfo.InvariantCulture, $"at the end {_live.Count} requests live and {_engine.Scheduler.Pool.Used} KV blocks are held"));
        }
    }

    private void Expect(Happening happening) => _coming.Enqueue(happening, (happening.At, _order++));

    private void Happen(Happening happening)
    {
        if (happening.Arrives is { } arrives)
        {
            Arrive(arrives, happening.At);
        }
        else if (happening.Leaves is { } leaves)
        {
            if (leaves.Request.Outcome is null)
            {
                _aborts.Add((leaves, Outcome.Cancelled, "client_disconnected"));
            }
        }
        else
        {
            Strike(happening);
        }
    }

    private void Arrive(Client client, ModelTime at)
    {
        if (at < _refusesUntil)
        {
            Journal.Add(at, $"refused {client.Request.Id}");
            return;
        }

        Journal.Add(at, string.Create(CultureInfo.InvariantCulture, $"add {client.Request.Id}: prompt {client.Request.Prompt.Length}, max {client.Request.MaxTokens}, tenant {client.Request.Tenant}, priority {client.Request.Priority}, timeout {client.Request.Timeout?.TotalMilliseconds} ms"));
        _live.Add(client.Request, client);
        _requests.Received++;
        _engine.Add(client.Request, at);
        if (client.LeavesAfter is { } patience)
        {
            Expect(new Happening(at + patience, Leaves: client));
        }
    }

    private void Strike(Happening happening)
    {
        Journal.Add(happening.At, string.Create(CultureInfo.InvariantCulture, $"{happening.Fault} {(happening.Amount > 0 ? happening.Amount : "")}").TrimEnd());
        switch (happening.Fault)
        {
            case Fault.PoolResized:
                Sequence[] running = _engine.Scheduler.Running.ToArray();
                _engine.ResizePool(happening.Amount);
                _steps.PoolResized(running, happening.Amount);
                break;
            case Fault.Crashed:
                _refusesUntil = happening.At + happening.Downtime;
                _engine.Crash();
                _steps.Crashed();
                break;
            case Fault.BudgetChanged:
                _engine.Scheduler.TokenBudget = happening.Amount;
                break;
            default:
                _engine.Scheduler.ResetPrefixCache();
                _steps.CacheReset();
                break;
        }
    }
}
