using Emulator.Engine;
using Emulator.Time;
using LoadGen.Measure;
using LoadGen.Schedule;

namespace LoadGen.Simulation;

/// <summary>One engine under the virtual clock, with its part of the schedule and what is measured of it.</summary>
internal sealed class SimulatedEngine : IEngineObserver
{
    private readonly SimulationOptions _options;
    private readonly ScheduledIntake _intake;
    private readonly EngineLoop _engine;
    private readonly TokenGaps _gaps;
    private readonly double _blocks;

    public SimulatedEngine(LoadSchedule schedule, int replica, SimulationOptions options)
    {
        _options = options;
        _gaps = new TokenGaps(Itl);
        _intake = new ScheduledIntake(schedule, replica, options);
        _engine = new EngineLoop(options.Blueprint, new VirtualClock(), _intake, this) { HashesPlans = options.HashesPlans };
        _blocks = _engine.Scheduler.Pool.Usable;
        Statistics = new EngineStatistics { TokenBudget = options.Blueprint.Scheduling.TokenBudget, KvBlocks = _engine.Scheduler.Pool.Usable };
    }

    public LatencyHistogram Itl { get; } = new();

    public EngineStatistics Statistics { get; }

    public PlanHash PlanHash => _engine.PlanHash;

    /// <summary>Runs until nothing is left to do, the end of the run, or a cancellation.</summary>
    public void Run(CancellationToken cancellation)
    {
        ModelTime end = _options.End is { } limit ? ModelTime.Zero + limit : ModelTime.Never;
        while (!cancellation.IsCancellationRequested && NextStepAt(cancellation) < end && _engine.RunStep(cancellation))
        {
        }

        _gaps.Close();
        EngineCounters counters = _engine.Counters;
        Statistics.Steps = counters.Steps;
        Statistics.StepTimeTotal = counters.StepTime;
        Statistics.CostTotal = counters.Cost;
        Statistics.SequencesTotal = counters.Sequences;
        Statistics.ComputedTokens = counters.ComputedTokens;
        Statistics.WastedTokens = counters.WastedTokens;
        Statistics.TimedOutTokens = counters.TimedOutTokens;
        Statistics.Preemptions = counters.Preemptions;
        if (counters.StepTime > TimeSpan.Zero)
        {
            Statistics.AddKvUsage(counters.KvBlockTicks / counters.StepTime.Ticks / _blocks, counters.KvBlocksUsedMax / _blocks, counters.StepTime);
        }

        if (_options.Blueprint.PrefillLimit is not null)
        {
            Statistics.StepsOverTarget = counters.StepsOverTarget;
            Statistics.StepsOverTargetAtFloor = counters.StepsOverTargetAtFloor;
        }

        if (_options.Blueprint.Scheduling.PrefixCaching)
        {
            Statistics.PrefixQueryTokens = counters.PrefixQueryTokens;
            Statistics.PrefixHitTokens = counters.PrefixHitTokens;
        }
    }

    /// <summary>A record for every request of this engine that was due, ended or not.</summary>
    public IEnumerable<RequestRecord> Records()
    {
        foreach (SimulatedRequest request in _intake.Issued)
        {
            yield return RecordOf(request);
        }

        foreach ((Arrival arrival, ModelTime at) in _intake.DueAndUnseen())
        {
            yield return new RequestRecord
            {
                Id = arrival.Id,
                Profile = arrival.Profile,
                At = at.SinceStart,
                PromptTokens = arrival.PromptTokens,
                OutputTokensAsked = arrival.OutputTokens,
                Outcome = LoadOutcome.Unfinished,
                Reason = "not_sent",
                Attempts = 0,
                IsFollowUp = arrival.IsFollowUp,
            };
        }
    }

    void IEngineObserver.StepEnded(in EngineStep step)
    {
        _gaps.StepEnded(step.End.SinceStart, step.Plan.Sampled);
        Statistics.Timeline.Add(new TimelinePoint(step.Start.SinceStart, step.Plan.Shares.Length, _engine.Scheduler.WaitingCount, step.KvBlocksUsed / _blocks));
        _options.Observer?.StepEnded(step);
    }

    void IEngineObserver.RequestEnded(EngineRequest request)
    {
        SimulatedRequest ended = (SimulatedRequest)request;
        bool completed = ended.Outcome == Outcome.Completed;
        _gaps.Ended(ended, counts: completed && (_options.Measured is not { } measured || measured.Contains(ended.ReceivedAt.SinceStart)));
        if (completed)
        {
            _intake.TurnCompleted(ended);
        }

        _options.Observer?.RequestEnded(request);
    }

    private ModelTime NextStepAt(CancellationToken cancellation) =>
        _engine.Scheduler.HasWork || !_intake.WaitForNext(_engine.Time, _engine.WakesAt, _engine.IsPaused, out ModelTime next, cancellation) || next < _engine.Time ? _engine.Time : next;

    private static RequestRecord RecordOf(SimulatedRequest request)
    {
        Arrival arrival = request.Arrived;
        TimeSpan? ttft = request.FirstTokenAt - request.ReceivedAt;
        TimeSpan? e2e = request.Outcome == Outcome.Completed ? request.EndedAt - request.ReceivedAt : null;
        return new RequestRecord
        {
            Id = arrival.Id,
            Profile = arrival.Profile,
            At = request.ReceivedAt.SinceStart,
            PromptTokens = arrival.PromptTokens,
            OutputTokensAsked = arrival.OutputTokens,
            OutputTokens = request.Outputs,
            CachedTokens = request.AdmittedAt is null ? null : request.CachedTokens,
            Outcome = request.Outcome is { } outcome ? outcome.ToLoadOutcome() : LoadOutcome.Unfinished,
            Reason = request.Reason,
            Ttft = ttft,
            TtftService = ttft,
            Tpot = e2e is not null && request.Outputs > 1 ? request.DecodeTime / (request.Outputs - 1) : null,
            E2e = e2e,
            E2eService = e2e,
            Queue = request.QueueTime,
            Preemptions = request.Preemptions,
            IsFollowUp = arrival.IsFollowUp,
        };
    }
}
