using System.Diagnostics;
using System.Runtime.CompilerServices;
using Emulator.Engine.Journal;
using Emulator.Scheduling;
using Emulator.Time;

namespace Emulator.Engine;

/// <summary>
/// A live engine: one dedicated thread that runs <see cref="EngineLoop"/> against a real clock, and hands each step's tokens to the requests
/// that wait for them. Doors submit and abort from any thread.
/// </summary>
public sealed class EngineReplica : IEngineObserver, IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _stateGate = new();
    private readonly LatenessHistogram _lateness = new();
    private readonly LatenessHistogram _recentLateness = new();
    private readonly IEngineClock _clock;
    private readonly JournalWriter? _journal;
    private readonly Mailbox _mailbox;
    private readonly EngineLoop _engine;
    private readonly Thread _thread;
    private EngineState _state;
    private long _queuedPromptTokens;
    private int _insideNow;
    private long _stepBegan;

    /// <summary>An engine that begins to run at once.</summary>
    /// <param name="blueprint">What it is.</param>
    /// <param name="clock">What paces it: <see cref="WallClock"/>, or <see cref="UnpacedClock"/> for time scale 0.</param>
    /// <param name="journal">Where to write what enters it; the replica closes it. Null = nowhere.</param>
    public EngineReplica(EngineBlueprint blueprint, IEngineClock clock, JournalWriter? journal = null)
    {
        ArgumentNullException.ThrowIfNull(blueprint);
        Blueprint = blueprint;
        _clock = clock;
        _journal = journal;
        _mailbox = new Mailbox(clock, journal);
        _engine = new EngineLoop(blueprint, clock, _mailbox, this);
        _state = new EngineState { KvBlocks = _engine.Scheduler.Pool.Usable };
        _thread = new Thread(Run) { IsBackground = true, Name = "engine", Priority = ThreadPriority.AboveNormal };
        _thread.Start();
    }

    /// <summary>What the engine is.</summary>
    public EngineBlueprint Blueprint { get; }

    /// <summary>Requests in and out of this replica, refusals at its doors included.</summary>
    public OutcomeLedger Ledger { get; } = new();

    /// <summary>The engine's model time.</summary>
    public ModelTime Now => _clock.Now;

    /// <summary>Called on the engine's thread after each step, before its tokens are read; for spans and metrics. Must not block.</summary>
    public Action<EngineStep>? StepListener { get; set; }

    /// <summary>Called on the engine's thread when a request has ended; for metrics. Must not block.</summary>
    public Action<EngineRequest>? EndListener { get; set; }

    /// <summary>How late the host ended the engine's steps.</summary>
    public Lateness StepLateness => _lateness.Read();

    /// <summary>All steps by how late they ended: see <see cref="LatenessHistogram.ReadBuckets"/>.</summary>
    public IReadOnlyList<(TimeSpan Upper, long Count)> StepLatenessBuckets => _lateness.ReadBuckets();

    /// <summary>The same of the steps since the last call.</summary>
    public Lateness TakeRecentLateness() => _recentLateness.Take();

    /// <summary>Completes when the engine's thread has ended; faulted if it failed.</summary>
    public Task Ended => _ended.Task;

    /// <summary>The picture after the last step.</summary>
    public EngineState State
    {
        get
        {
            lock (_stateGate)
            {
                return _state;
            }
        }
    }

    /// <summary>Requests that hold KV, those of the step that is under way included.</summary>
    public int RunningNow => _engine.RunningNow;

    /// <summary>Requests that were handed in and have not ended, whether the engine has looked at them or not.</summary>
    public int InsideNow => Volatile.Read(ref _insideNow);

    /// <summary>Requests that the engine has and the scheduler has not yet: see <see cref="EngineLoop.HeldBackNow"/>.</summary>
    public int HeldBackNow => _engine.HeldBackNow;

    /// <summary>Prompt tokens of the requests inside that have no token yet.</summary>
    public long QueuedPromptTokens => Interlocked.Read(ref _queuedPromptTokens);

    /// <summary>Requests handed in so far, whether the engine has looked at them or not.</summary>
    internal long Submitted => _mailbox.Submitted;

    /// <summary>Aborts asked for so far, whether the engine has looked at them or not.</summary>
    internal long AbortsAsked => _mailbox.AbortsAsked;

    /// <summary>Orders given so far, whether the engine has looked at them or not.</summary>
    internal long OrdersGiven => _mailbox.OrdersGiven;

    /// <summary>Whether a request of that size could ever finish here.</summary>
    public bool Fits(int promptTokens, int maxTokens) => _engine.Scheduler.Fits(promptTokens, maxTokens);

    /// <summary>Hands a request to the engine. The caller has counted it as received; the engine counts its outcome.</summary>
    /// <returns>False when the engine takes nothing more in; then the caller counts the outcome.</returns>
    public bool Submit(LiveRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);

        // Before it is handed in: the engine may have ended it by the time that the mailbox answers.
        Interlocked.Add(ref _queuedPromptTokens, request.Prompt.Length);
        Interlocked.Increment(ref _insideNow);
        bool isIn = _mailbox.Submit(request);
        if (!isIn)
        {
            Interlocked.Add(ref _queuedPromptTokens, -request.Prompt.Length);
            Interlocked.Decrement(ref _insideNow);
        }

        return isIn;
    }

    /// <summary>Ends a request before it is done: its KV is free in the engine's next step. Ended ones stay as they are.</summary>
    public void Abort(LiveRequest request, Outcome outcome, string reason) => _mailbox.Abort(request, outcome, reason);

    /// <summary>Whether new requests wait until it is told to go on: a pause, or sleep.</summary>
    public bool IsPaused => _engine.IsPaused;

    /// <summary>How deep it sleeps: 0 = it has all its memory, 1 = weights to the host and no KV, 2 = neither.</summary>
    public int SleepLevel => _engine.SleepLevel;

    /// <summary>Stops steps, between two of them.</summary>
    /// <param name="mode">What becomes of the requests that are inside.</param>
    /// <param name="clearsCache">Whether the prefix cache is emptied at the end; then those that were kept are computed again.</param>
    /// <returns>Completes when nothing runs any more; cancelled when the engine ends before.</returns>
    public Task PauseAsync(PauseMode mode, bool clearsCache = true) => GiveAsync(new EngineOrder(EngineOrderKind.Pause) { Mode = mode, ClearsCache = clearsCache });

    /// <summary>Ends a pause: steps go on with whoever is inside.</summary>
    /// <returns>False for one that sleeps, which stays as it is.</returns>
    public Task<bool> ResumeAsync() => GiveAsync(new EngineOrder(EngineOrderKind.Resume));

    /// <summary>Pauses, and from level 1 gives up all KV blocks and the prefix cache.</summary>
    /// <param name="level">0 to 2.</param>
    /// <param name="mode">What becomes of the requests that are inside.</param>
    public Task SleepAsync(int level, PauseMode mode)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(level);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(level, 2);
        return GiveAsync(new EngineOrder(EngineOrderKind.Sleep) { Level = level, Mode = mode });
    }

    /// <summary>Takes memory back, and goes on once it has all of it; ends a mere pause too.</summary>
    /// <param name="tags"><c>weights</c>, <c>kv_cache</c>, <c>scheduling</c>; none = everything. With one that is not asleep nothing wakes up.</param>
    public Task WakeUpAsync(params IReadOnlyList<string> tags) => GiveAsync(new EngineOrder(EngineOrderKind.Wake) { Tags = tags });

    /// <summary>Forgets cached prefixes, unless somebody holds KV blocks.</summary>
    /// <param name="preemptsRunning">Whether those that run lose their KV blocks first, so that nobody does.</param>
    /// <returns>Whether the cache is empty.</returns>
    public Task<bool> ResetPrefixCacheAsync(bool preemptsRunning = false) => GiveAsync(new EngineOrder(EngineOrderKind.ResetPrefixCache) { PreemptsRunning = preemptsRunning });

    /// <summary>Takes nothing more in, waits until all that is in has ended or <paramref name="limit"/> of wall time is over, then stops. One that is paused ends at once.</summary>
    /// <exception cref="IOException">The engine had ended before, because its journal could not be written.</exception>
    public async Task DrainAsync(TimeSpan limit)
    {
        await StopAsync(limit).ConfigureAwait(false);
        await _ended.Task.ConfigureAwait(false);
    }

    /// <summary>Stops at once; what is in flight ends as <see cref="Outcome.Failed"/>, reason <c>server_stopped</c>. Why an engine failed is for <see cref="Ended"/> to say.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(TimeSpan.Zero).ConfigureAwait(false);
        await _ended.Task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    /// <summary>Takes nothing more in, and tells the engine to stop when all that is in has ended or <paramref name="limit"/> of wall time is over.</summary>
    internal async Task StopAsync(TimeSpan limit)
    {
        _mailbox.Close();
        Task first = await Task.WhenAny(_ended.Task, Task.Delay(limit)).ConfigureAwait(false);
        if (first != _ended.Task)
        {
            await _stopping.CancelAsync().ConfigureAwait(false);
            _mailbox.Close();
        }
    }

    void IEngineObserver.StepEnded(in EngineStep step)
    {
        long now = Stopwatch.GetTimestamp();
        _lateness.Record(step.Lateness);
        _recentLateness.Record(step.Lateness);
        _journal?.Step(step.Index, step.Start, _engine.PlanHash);
        PublishState();
        StepListener?.Invoke(step);
        foreach (ref readonly StepShare share in step.Plan.Admissions)
        {
            LiveRequest request = Unsafe.As<LiveRequest>(share.Sequence);
            if (request.Stamps.Admitted == 0)
            {
                // The host began this step when it had ended the one before, or when the request woke the idle engine.
                request.Stamps.Admitted = Math.Max(request.Stamps.Received, _stepBegan);
            }
        }

        foreach (Sequence sequence in step.Plan.Sampled)
        {
            LiveRequest request = Unsafe.As<LiveRequest>(sequence);
            if (request.Stamps.FirstToken == 0)
            {
                request.Stamps.FirstToken = now;
                Interlocked.Add(ref _queuedPromptTokens, -request.Prompt.Length);
            }

            if (!request.Publish(step.End))
            {
                _mailbox.Abort(request, Outcome.Cancelled, EngineLoop.SlowConsumer);
            }
        }

        _stepBegan = now;
    }

    void IEngineObserver.RequestEnded(EngineRequest request)
    {
        if (request.Outcome != Outcome.Completed || _engine.Counters.WastedTokens != _state.WastedTokens)
        {
            // The end may leave the engine idle, and then no step follows that would show the freed KV and the wasted tokens.
            PublishState();
        }

        LiveRequest live = Unsafe.As<LiveRequest>(request);
        live.Stamps.Ended = Stopwatch.GetTimestamp();
        if (live.Stamps.FirstToken == 0)
        {
            Interlocked.Add(ref _queuedPromptTokens, -live.Prompt.Length);
        }

        Interlocked.Decrement(ref _insideNow);
        Ledger.End(request.Outcome!.Value);
        try
        {
            EndListener?.Invoke(request);
        }
        finally
        {
            live.Close();
        }
    }

    void IEngineObserver.OrderObeyed() => PublishState();

    private Task<bool> GiveAsync(EngineOrder order)
    {
        if (!_mailbox.Order(order))
        {
            order.Cancel();
        }

        return order.Obeyed;
    }

    private void Run()
    {
        try
        {
            _engine.Run(_stopping.Token);
            _mailbox.Close();
            EndAll();
            _journal?.End(_engine.Counters.Steps, _engine.PlanHash);
            _journal?.Dispose();
            _ended.SetResult();
        }
        catch (Exception failure)
        {
            // The thread's own top: whoever waits for the engine gets the exception, and every open stream its end. What failed the engine
            // may fail this too, and must not keep anyone waiting.
            List<Exception> failures = [failure];
            foreach (Action last in (Action[])[_mailbox.Close, EndAll, () => _journal?.Abandon()])
            {
                try
                {
                    last();
                }
                catch (Exception another)
                {
                    failures.Add(another);
                }
            }

            _ended.SetException(failures);
        }
    }

    private void EndAll()
    {
        Sequence[] left = [.. _engine.Scheduler.Running.ToArray(), .. _engine.Scheduler.Waiting(), .. _engine.HeldBack];
        IReadOnlyList<EngineRequest> undelivered = _mailbox.TakeUndelivered();
        try
        {
            foreach (Sequence sequence in left)
            {
                _engine.Abort(Unsafe.As<EngineRequest>(sequence), Outcome.Failed, "server_stopped");
            }

            foreach (EngineRequest request in undelivered)
            {
                Stop(request);
                ((IEngineObserver)this).RequestEnded(request);
            }
        }
        finally
        {
            _engine.AbandonOrders();
            _mailbox.AbandonOrders();

            // Only a failure leaves any of them open; their doors wait for the end of the stream.
            foreach (LiveRequest request in left.Concat(undelivered).Cast<LiveRequest>())
            {
                if (request.Outcome is null)
                {
                    Stop(request);
                }

                request.Close();
            }
        }

        void Stop(EngineRequest request)
        {
            request.Outcome = Outcome.Failed;
            request.Reason = "server_stopped";
            request.EndedAt = _engine.Time;
        }
    }

    private void PublishState()
    {
        EngineCounters counters = _engine.Counters;
        int blocks = _engine.Scheduler.Pool.Usable;
        EngineState state = new()
        {
            At = _engine.Time,
            Running = _engine.Scheduler.Running.Length,
            Waiting = _engine.Scheduler.WaitingCount,
            KvBlocksUsed = _engine.Scheduler.Pool.Used,
            KvBlocks = blocks,
            Steps = counters.Steps,
            StepTime = counters.StepTime,
            Cost = counters.Cost,
            Sequences = counters.Sequences,
            ComputedTokens = counters.ComputedTokens,
            WastedTokens = counters.WastedTokens,
            Preemptions = counters.Preemptions,
            StepsOverTarget = counters.StepsOverTarget,
            StepsOverTargetAtFloor = counters.StepsOverTargetAtFloor,
            KvUsageMean = counters.KvBlockTicks / Math.Max(1, counters.StepTime.Ticks) / blocks,
            KvUsageMax = (double)counters.KvBlocksUsedMax / blocks,
            PlanHash = _engine.PlanHash,
        };
        lock (_stateGate)
        {
            _state = state;
        }
    }
}
