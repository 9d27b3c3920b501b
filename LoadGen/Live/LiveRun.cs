using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Emulator.Time;
using Grpc.Core;
using Inference.V1;
using LoadGen.Measure;
using LoadGen.Schedule;
using Telemetry.Names;
using OutcomeCounts = LoadGen.Report.OutcomeCounts;

namespace LoadGen.Live;

/// <summary>Fires a schedule at a server, open loop, and measures what comes back.</summary>
public sealed class LiveRun : IDisposable
{
    private static readonly TimeSpan Lead = TimeSpan.FromMilliseconds(100);

    // The server's own verdict on a timeout comes at the end of a step; the transport gives it this much wall time and one long step.
    private static readonly TimeSpan TransportGrace = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestStep = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan LongestDeadline = TimeSpan.FromDays(30);

    private readonly LoadSchedule _schedule;
    private readonly LiveRunOptions _options;
    private readonly double _wallPerModel;
    private readonly ConcurrentQueue<LiveRecord> _records = new();
    private readonly CancellationTokenSource _calls = new();
    private readonly TaskCompletionSource<string> _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Exception> _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _histograms = new();
    private readonly LatencyHistogram _itl = new();
    private readonly LatencyHistogram _icl = new();
    private readonly LatencyHistogram _sendLateness = new();
    private int _due;
    private int _sent;
    private int _ended;
    private int _completed;
    private int _probing;
    private long _tokens;
    private long _ttftTicks;
    private int _ttftCount;

    /// <summary>A run that has not begun.</summary>
    /// <param name="schedule">What is sent when.</param>
    /// <param name="target">Whom it is sent to; its time scale paces the schedule.</param>
    /// <param name="options">When the run ends.</param>
    public LiveRun(LoadSchedule schedule, GrpcTarget target, LiveRunOptions options)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(options);
        _schedule = schedule;
        _options = options;
        Target = target;
        Spans = new ClientSpans(Operations.TextCompletion, target.Model.Id, target.Address);

        // At time scale 0 the server has no pace of its own; arrivals then come, and latencies are read, in wall time.
        _wallPerModel = target.Model.TimeScale > 0 ? target.Model.TimeScale : 1;
        IEnumerable<Arrival> firstTurns = schedule.FirstTurns.Where(first => options.Window is not { } window || first.At < window);
        Time = new Pacer(firstTurns, _wallPerModel, Due);
    }

    /// <summary>Whom the load is sent to.</summary>
    public GrpcTarget Target { get; }

    /// <summary>A look at the run, from any thread.</summary>
    public LiveProgress Progress => new(
        Time.Start == 0 ? TimeSpan.Zero : Time.ModelTimeOf(Stopwatch.GetTimestamp()),
        Volatile.Read(ref _due),
        Volatile.Read(ref _sent),
        Volatile.Read(ref _ended),
        Volatile.Read(ref _completed),
        Interlocked.Read(ref _tokens),
        Volatile.Read(ref _ttftCount) is > 0 and int count ? Time.ModelSpan(Interlocked.Read(ref _ttftTicks) / count) : null);

    internal Pacer Time { get; }

    internal ClientSpans Spans { get; }

    internal CancellationToken CallCancellation => _calls.Token;

    /// <summary>Runs it: until everything has ended, the drain limit or the cut, a lost target, or a cancellation.</summary>
    public async Task<LiveResult> RunAsync(CancellationToken cancellation)
    {
        ServerBooks books = await ServerBooks.OpenAsync(Target, cancellation).ConfigureAwait(false);
        HostCpu cpu = new();
        Time.Begin(Lead);
        using CancellationTokenSource waits = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task limit = WaitForLimitAsync(waits.Token);
        Task first = await Task.WhenAny(Time.Ended, _lost.Task, _broken.Task, limit).ConfigureAwait(false);
        long end = Stopwatch.GetTimestamp();
        await waits.CancelAsync().ConfigureAwait(false);

        IReadOnlyList<(Arrival Arrival, TimeSpan At)> neverDue = Time.Stop();
        Time.Join();
        if (first != Time.Ended)
        {
            await _calls.CancelAsync().ConfigureAwait(false);
            SpinWait patience = default;
            while (Volatile.Read(ref _ended) < Volatile.Read(ref _due))
            {
                // Cancelled calls end at once, each on its own pool thread.
                patience.SpinOnce(sleep1Threshold: 10);
            }
        }

        if (_broken.Task.IsCompleted)
        {
            ExceptionDispatchInfo.Throw(await _broken.Task.ConfigureAwait(false));
        }

        double? cpuShare = cpu.Share();
        List<LiveRecord> records = [.. _records];
        foreach ((Arrival arrival, TimeSpan at) in neverDue)
        {
            if (at <= Time.ModelTimeOf(end))
            {
                records.Add(NeverSent(arrival, at));
            }
        }

        string? lost = _lost.Task.IsCompleted ? await _lost.Task.ConfigureAwait(false) : null;
        (ServerState? state, OutcomeCounts? counted) = lost is null ? await books.CloseAsync().ConfigureAwait(false) : (null, null);
        return new LiveResult
        {
            Records = records,
            Itl = _itl,
            Icl = _icl,
            SendLateness = _sendLateness,
            NotIssued = _schedule.Arrivals.Count - records.Count,
            Wall = Stopwatch.GetElapsedTime(Math.Min(Time.Start, end), end),
            ModelTime = Time.ModelTimeOf(end),
            CpuShare = cpuShare,
            Server = state,
            ServerOutcomes = counted,
            Partial = cancellation.IsCancellationRequested || lost is not null,
            TargetLost = lost,
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _calls.Dispose();

    internal string RequestIdOf(Arrival arrival) => _options.RequestIdPrefix + arrival.Id;

    internal Metadata CallHeaders(Activity? span)
    {
        if (span is null)
        {
            return Target.Headers;
        }

        Metadata headers = [.. Target.Headers];
        ClientSpans.Inject(span, headers);
        return headers;
    }

    internal TimeSpan? TimeoutOf(Arrival arrival) => Duration.Shorter(arrival.Timeout, _options.Timeout);

    internal DateTime? TransportDeadline(Arrival arrival, long dueStamp) => TimeoutOf(arrival) is { } timeout
        ? DateTime.UtcNow + Wall(timeout) + TransportGrace - Stopwatch.GetElapsedTime(dueStamp)
        : null;

    /// <summary>A call met what it did not expect, a fault of this program: the run ends with it.</summary>
    internal void Break(Exception bug) => _broken.TrySetResult(bug);

    internal void CallSent(long lateTicks)
    {
        Interlocked.Increment(ref _sent);
        lock (_histograms)
        {
            _sendLateness.Record(Stopwatch.GetElapsedTime(0, Math.Max(0, lateTicks)));
        }
    }

    internal void FirstTokenReceived(long ticks)
    {
        Interlocked.Add(ref _ttftTicks, ticks);
        Interlocked.Increment(ref _ttftCount);
    }

    internal void TokensReceived(int tokens) => Interlocked.Add(ref _tokens, tokens);

    internal void CallEnded(Arrival arrival, LiveRecord record, List<(TimeSpan Gap, int Tokens)> gaps, bool connectionLost)
    {
        lock (_histograms)
        {
            foreach ((TimeSpan gap, int tokens) in gaps)
            {
                _itl.Record(gap / tokens, tokens);
                _icl.Record(gap);
            }
        }

        _records.Enqueue(record);
        if (record.Record.Outcome == LoadOutcome.Completed)
        {
            Interlocked.Increment(ref _completed);
            foreach (Arrival followUp in _schedule.FollowUpsOf(arrival))
            {
                TimeSpan at = record.EndedAt + followUp.Think;
                if (_options.Window is not { } window || at < window)
                {
                    Time.Add(followUp, at);
                }
            }
        }
        else if (connectionLost && Interlocked.Exchange(ref _probing, 1) == 0)
        {
            _ = ProbeAsync();
        }

        Interlocked.Increment(ref _ended);
        Time.Settle();
    }

    // With a bound far beyond any run, so that the sum with a date is still one.
    private TimeSpan Wall(TimeSpan timeout) =>
        TimeSpan.FromSeconds(Math.Min((timeout.TotalSeconds + LongestStep.TotalSeconds) * _wallPerModel, LongestDeadline.TotalSeconds));

    private void Due(Arrival arrival, TimeSpan at, long stamp)
    {
        Interlocked.Increment(ref _due);
        ThreadPool.UnsafeQueueUserWorkItem(new LiveCall(this, arrival, at, stamp), preferLocal: false);
    }

    // One broken connection may be an accident; a server that then does not answer is lost, and the rest of the schedule with it.
    private async Task ProbeAsync()
    {
        if (await Target.AnswersAsync(_calls.Token).ConfigureAwait(false))
        {
            Volatile.Write(ref _probing, 0);
            return;
        }

        _lost.TrySetResult($"{Target.Address.Authority} was lost {Time.ModelTimeOf(Stopwatch.GetTimestamp()).TotalSeconds:F1} s into the run: it closed its connections and does not answer.");
    }

    private async Task WaitForLimitAsync(CancellationToken cancellation)
    {
        TimeSpan? limit = _options.Window is not { } window ? null : _options.CutAtWindow ? window : window + _options.DrainLimit;
        TimeSpan wait = limit is { } model ? (model * _wallPerModel) + Lead : Timeout.InfiniteTimeSpan;
        try
        {
            await Task.Delay(wait, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The run ended before its limit, or the user ended it; both are told apart by their own signs.
        }
    }

    private static LiveRecord NeverSent(Arrival arrival, TimeSpan at) => new(
        new RequestRecord
        {
            Id = arrival.Id,
            Profile = arrival.Profile,
            At = at,
            PromptTokens = arrival.PromptTokens,
            OutputTokensAsked = arrival.OutputTokens,
            Outcome = LoadOutcome.Unfinished,
            Reason = "not_sent",
            Attempts = 0,
            IsFollowUp = arrival.IsFollowUp,
        },
        at,
        Server: null);
}
