using System.Diagnostics;
using Emulator.Time;

namespace Emulator.Engine;

/// <summary>
/// The one way from the doors' threads to the engine's. Every entry is stamped with the model time at which it came in, under the lock, so
/// that stamps never go backwards; the engine takes those stamped at or before the start of its step, and what comes once it has taken them
/// is stamped later than that start, however coarse the clock. Its length is bounded by admission.
/// </summary>
public sealed class Mailbox : IEngineIntake
{
    // The last stretch of a wait for a point in time is left to the clock, which is more precise than a monitor.
    private static readonly TimeSpan s_lastStretch = TimeSpan.FromMilliseconds(2);

    // Longer than any monitor waits at once; then the wait begins again.
    private static readonly TimeSpan s_longestWait = TimeSpan.FromHours(1);

    private readonly object _gate = new();
    private readonly IEngineClock _clock;
    private readonly Journal.JournalWriter? _journal;
    private readonly Queue<AddOrder> _adds = new();
    private readonly Queue<AbortOrder> _aborts = new();
    private readonly List<AddOrder> _dueAdds = [];
    private readonly List<AbortOrder> _dueAborts = [];
    private readonly Queue<(EngineOrder Order, ModelTime At)> _orders = new();
    private ModelTime _earliest = ModelTime.Zero;
    private long _submitted;
    private long _abortsAsked;
    private long _ordersGiven;
    private bool _closed;

    /// <summary>An open, empty mailbox.</summary>
    /// <param name="clock">The engine's clock.</param>
    /// <param name="journal">Learns what was delivered; null = nobody does.</param>
    public Mailbox(IEngineClock clock, Journal.JournalWriter? journal = null)
    {
        _clock = clock;
        _journal = journal;
    }

    /// <summary>Requests handed in so far, delivered or not.</summary>
    internal long Submitted => Interlocked.Read(ref _submitted);

    /// <summary>Aborts asked for so far, delivered or not.</summary>
    internal long AbortsAsked => Interlocked.Read(ref _abortsAsked);

    /// <summary>Orders given so far, delivered or not.</summary>
    internal long OrdersGiven => Interlocked.Read(ref _ordersGiven);

    /// <summary>Hands a request to the engine.</summary>
    /// <returns>False when the mailbox is closed.</returns>
    public bool Submit(EngineRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        lock (_gate)
        {
            if (_closed)
            {
                return false;
            }

            if (request is LiveRequest live)
            {
                live.Stamps.Received = Stopwatch.GetTimestamp();
            }

            Interlocked.Increment(ref _submitted);
            _adds.Enqueue(new AddOrder(request, Stamp()));
            Monitor.Pulse(_gate);
            return true;
        }
    }

    /// <summary>Asks the engine to end a request before it is done.</summary>
    public void Abort(EngineRequest request, Outcome outcome, string reason)
    {
        lock (_gate)
        {
            Interlocked.Increment(ref _abortsAsked);
            _aborts.Enqueue(new AbortOrder(request, Stamp(), outcome, reason));
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Tells the engine what to do between two steps.</summary>
    /// <returns>False when the mailbox is closed.</returns>
    public bool Order(EngineOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        lock (_gate)
        {
            if (_closed)
            {
                return false;
            }

            Interlocked.Increment(ref _ordersGiven);
            _orders.Enqueue((order, Stamp()));
            Monitor.Pulse(_gate);
            return true;
        }
    }

    /// <summary>Takes nothing more in; the engine ends when what is in has ended.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <inheritdoc/>
    public bool WaitForNext(ModelTime now, ModelTime until, bool isPaused, out ModelTime next, CancellationToken cancellation)
    {
        bool? isNext;
        while ((isNext = Await(until, isPaused, out next, cancellation)) is null)
        {
            _clock.WaitUntil(until, cancellation);
        }

        return isNext.Value;
    }

    /// <inheritdoc/>
    public void DeliverAdds(EngineLoop engine, ModelTime stepStart)
    {
        ArgumentNullException.ThrowIfNull(engine);
        lock (_gate)
        {
            _earliest = stepStart + new TimeSpan(1);
            while (_adds.TryPeek(out AddOrder order) && order.At <= stepStart)
            {
                _dueAdds.Add(_adds.Dequeue());
            }
        }

        foreach (AddOrder order in _dueAdds)
        {
            _journal?.Add(order.Request, order.At);
            engine.Add(order.Request, order.At);
        }

        _dueAdds.Clear();
    }

    /// <inheritdoc/>
    public void DeliverAborts(EngineLoop engine, ModelTime stepStart)
    {
        ArgumentNullException.ThrowIfNull(engine);
        lock (_gate)
        {
            while (_aborts.TryPeek(out AbortOrder order) && order.At <= stepStart)
            {
                _dueAborts.Add(_aborts.Dequeue());
            }
        }

        foreach (AbortOrder order in _dueAborts)
        {
            if (order.Request.Outcome is null)
            {
                _journal?.Abort(order.Request, order.At, order.Outcome, order.Reason);
                engine.Abort(order.Request, order.Outcome, order.Reason);
            }
        }

        _dueAborts.Clear();
    }

    /// <inheritdoc/>
    public void DeliverOrders(EngineLoop engine, ModelTime stepStart)
    {
        ArgumentNullException.ThrowIfNull(engine);
        while (NextOrder(stepStart) is { } due)
        {
            _journal?.Order(due.Order, due.At);
            engine.Obey(due.Order);
        }
    }

    /// <summary>Tells those who gave orders that were never delivered that the engine has stopped.</summary>
    internal void AbandonOrders()
    {
        while (NextOrder(ModelTime.Never) is { } left)
        {
            left.Order.Cancel();
        }
    }

    /// <summary>What was submitted and never delivered; for an engine that has stopped.</summary>
    internal IReadOnlyList<EngineRequest> TakeUndelivered()
    {
        lock (_gate)
        {
            EngineRequest[] left = [.. _adds.Select(order => order.Request)];
            _adds.Clear();
            return left;
        }
    }

    /// <summary>Waits until something comes, until shortly before <paramref name="until"/>, or until nothing will ever come.</summary>
    /// <returns>Whether something is to be done at <paramref name="next"/>; null when only the last stretch is left.</returns>
    private bool? Await(ModelTime until, bool isPaused, out ModelTime next, CancellationToken cancellation)
    {
        bool awaitsTime = until != ModelTime.Never;
        lock (_gate)
        {
            if (_adds.Count == 0)
            {
                _journal?.Flush();
            }

            while (!cancellation.IsCancellationRequested)
            {
                next = FirstStamp(heedsAborts: awaitsTime || isPaused) is { } stamp && stamp < until ? stamp : until;
                if (next < until)
                {
                    return true;
                }

                // Where only steps move the clock, a pause takes no time, and nobody times out in it.
                TimeSpan left = awaitsTime && (_clock.IsPaced || !isPaused) ? _clock.WallTimeUntil(until) : s_longestWait;
                if (left == TimeSpan.Zero)
                {
                    // What comes from now on comes at that time at the earliest, or it would have been first.
                    _earliest = until > _earliest ? until : _earliest;
                    return true;
                }

                if (_closed && (isPaused || !awaitsTime))
                {
                    return false;
                }

                if (left <= s_lastStretch)
                {
                    return null;
                }

                Monitor.Wait(_gate, left - s_lastStretch < s_longestWait ? left - s_lastStretch : s_longestWait);
            }

            next = ModelTime.Never;
            return false;
        }
    }

    /// <summary>The stamp of what the engine has to look at first; aborts matter only to one that is paused or holds requests back, since nobody else is inside an idle engine.</summary>
    private ModelTime? FirstStamp(bool heedsAborts)
    {
        ModelTime? first = _adds.TryPeek(out AddOrder added) ? added.At : null;
        first = _orders.TryPeek(out (EngineOrder Order, ModelTime At) given) && (first is null || given.At < first) ? given.At : first;
        return heedsAborts && _aborts.TryPeek(out AbortOrder aborted) && (first is null || aborted.At < first) ? aborted.At : first;
    }

    private (EngineOrder Order, ModelTime At)? NextOrder(ModelTime stepStart)
    {
        lock (_gate)
        {
            return _orders.TryPeek(out (EngineOrder Order, ModelTime At) first) && first.At <= stepStart ? _orders.Dequeue() : null;
        }
    }

    private ModelTime Stamp() => _clock.Now is var now && now > _earliest ? now : _earliest;

    private readonly record struct AddOrder(EngineRequest Request, ModelTime At);

    private readonly record struct AbortOrder(EngineRequest Request, ModelTime At, Outcome Outcome, string Reason);
}
