using System.Runtime.CompilerServices;
using Emulator.Engine;
using Emulator.Scheduling;
using Emulator.Time;
using LoadGen.Schedule;
using LoadGen.Simulation;

namespace LoadGen.Trace;

/// <summary>Runs one engine in virtual time through a range of steps, and keeps what was in each. It only watches: the plans are those of any other run.</summary>
internal sealed class StepRecorder : IEngineObserver
{
    private readonly StepRange _range;
    private readonly IReadOnlySet<string>? _followed;
    private readonly ScheduledIntake _intake;
    private readonly EngineLoop _engine;
    private readonly List<TracedStep> _steps = [];
    private readonly List<TracedEnd> _ended = [];
    private TimeSpan _lastStart;

    private StepRecorder(LoadSchedule schedule, SimulationOptions options, StepRange range, IReadOnlySet<string>? followed)
    {
        (_range, _followed) = (range, followed);
        _intake = new ScheduledIntake(schedule, replica: 0, options);
        _engine = new EngineLoop(options.Blueprint, new VirtualClock(), _intake, this) { HashesPlans = false };
    }

    /// <summary>Simulates until the last step of <paramref name="range"/>, the end of the run, or a cancellation.</summary>
    /// <param name="schedule">What arrives when.</param>
    /// <param name="options">Which engine; there is one replica.</param>
    /// <param name="range">Which steps.</param>
    /// <param name="followed">Requests whose shares are kept; null = all.</param>
    /// <param name="cancellation">Ends the run early; what was recorded until then is returned, marked partial.</param>
    /// <exception cref="Emulator.InvalidConfigurationException">The run ends before the range begins.</exception>
    public static StepTrace Record(LoadSchedule schedule, SimulationOptions options, StepRange range, IReadOnlySet<string>? followed = null, CancellationToken cancellation = default)
    {
        StepRecorder recorder = new(schedule, options, range, followed);
        return recorder.Run(schedule, options, cancellation);
    }

    void IEngineObserver.StepEnded(in EngineStep step)
    {
        _lastStart = step.Start.SinceStart;
        if (_range.HasBegun(step.Index, _lastStart))
        {
            _steps.Add(Traced(step));
        }

        _ended.Clear();
    }

    void IEngineObserver.RequestEnded(EngineRequest request)
    {
        if (request.Outcome == Outcome.Completed)
        {
            _intake.TurnCompleted((SimulatedRequest)request);
        }
        else
        {
            _ended.Add(new TracedEnd(request.Id, request.EndedAt!.Value.SinceStart, OutcomeName.Of(request.Outcome!.Value), request.Reason!));
        }
    }

    private StepTrace Run(LoadSchedule schedule, SimulationOptions options, CancellationToken cancellation)
    {
        bool more = true;
        while (_steps.Count < _range.Steps && more && !cancellation.IsCancellationRequested)
        {
            more = _engine.RunStep(cancellation);
        }

        long steps = _engine.Counters.Steps;
        if (_steps.Count == 0 && steps > 0 && !cancellation.IsCancellationRequested)
        {
            throw _range.Missed(steps, _lastStart);
        }

        SchedulerOptions scheduling = options.Blueprint.Scheduling;
        return new StepTrace
        {
            Partial = cancellation.IsCancellationRequested,
            Workload = schedule.WorkloadName,
            ScheduleSha256 = schedule.Sha256,
            Seed = schedule.Seed,
            TokenBudget = scheduling.TokenBudget,
            MaxNumSeqs = scheduling.MaxNumSeqs,
            BlockSize = scheduling.BlockSize,
            KvBlocks = _engine.Scheduler.Pool.Usable,
            Followed = _followed is null ? null : [.. _followed.Order(StringComparer.Ordinal)],
            Summary = TraceSummary.Of(_steps, _ended),
            Requests = [.. Alive().Select(TracedRequest.Of)],
            Steps = _steps,
            EndedAfter = _ended,
        };
    }

    /// <summary>Requests that lived at some moment of the recorded steps, in order of arrival.</summary>
    private IEnumerable<SimulatedRequest> Alive()
    {
        TimeSpan from = _steps.Count > 0 ? _steps[0].Start : TimeSpan.Zero;
        return _intake.Issued.Where(request => Follows(request.Id) && (request.EndedAt is not { } ended || ended.SinceStart >= from));
    }

    private bool Follows(string id) => _followed is null || _followed.Contains(id);

    private TracedStep Traced(in EngineStep step)
    {
        StepPlan plan = step.Plan;
        (int admitted, int cached) = (0, 0);
        foreach (ref readonly StepShare share in plan.Admissions)
        {
            admitted++;
            cached += share.Cached;
        }

        TimeSpan end = step.End.SinceStart;
        return new TracedStep
        {
            Index = step.Index,
            Start = step.Start.SinceStart,
            Duration = step.End - step.Start,
            Cost = TracedCost.Of(step.Cost),
            Decodes = plan.Totals.Decodes,
            Chunks = plan.Totals.Chunks,
            PrefillTokens = plan.Totals.ChunkTokens,
            Admitted = admitted,
            CachedTokens = cached,
            Running = _engine.Scheduler.Running.Length + plan.Finished.Count,
            Waiting = _engine.Scheduler.WaitingCount,
            KvBlocksUsed = step.KvBlocksUsed,
            EndedBefore = [.. _ended],
            Preempted = [.. plan.Preempted.Select(sequence => sequence.Id)],
            Shares = Shares(plan),
            Finished = [.. plan.Finished.Select(finished => new TracedEnd(finished.Sequence.Id, end, OutcomeName.Of(Outcome.Completed), FinishReasonName.Of(finished.Reason)))],
        };
    }

    private TracedShare[] Shares(StepPlan plan)
    {
        List<TracedShare> shares = new(plan.Shares.Length);
        int sampled = 0;
        foreach (ref readonly StepShare share in plan.Shares)
        {
            EngineRequest request = Unsafe.As<EngineRequest>(share.Sequence);

            // Who sampled stands in plan order, so one pass over both finds it. The step is over: its token counts among the outputs already.
            bool samples = sampled < plan.Sampled.Count && plan.Sampled[sampled] == request;
            sampled += samples ? 1 : 0;
            if (Follows(request.Id))
            {
                shares.Add(new TracedShare
                {
                    Id = request.Id,
                    Kind = share.NewTokens == 1 && request.Outputs > (samples ? 1 : 0) ? ShareKind.Decode : ShareKind.Prefill,
                    NewTokens = share.NewTokens,
                    Past = share.ComputedBefore,
                    Sampled = samples,
                    CachedTokens = share.Admitted ? share.Cached : null,
                    Resumed = share.Admitted && request.Preemptions > 0,
                });
            }
        }

        return [.. shares];
    }
}
