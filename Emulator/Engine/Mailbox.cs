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
    private readonly object _gate = new();
    private readonly IEngineClock _clock;
    private readonly Journal.JournalWriter? _journal;
    private readonly Queue<AddOrder> _adds = new();
    private readonly Queue<AbortOrder> _aborts = new();
    private readonly List<AddOrder> _dueAdds = [];
    private readonly List<AbortOrder> _dueAborts = [];
    private ModelTime _earliest = ModelTime.Zero;
    private long _submitted;
    private long _abortsAsked;
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
    public bool WaitForNext(ModelTime now, out ModelTime next, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (_adds.Count == 0)
            {
                _journal?.Flush();
            }

            while (_adds.Count == 0 && !_closed && !cancellation.IsCancellationRequested)
            {
                Monitor.Wait(_gate);
            }

            next = _adds.Count == 0 ? now : _adds.Peek().At;
            return _adds.Count > 0 && !cancellation.IsCancellationRequested;
        }
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

    private ModelTime Stamp() => _clock.Now is var now && now > _earliest ? now : _earliest;

    private readonly record struct AddOrder(EngineRequest Request, ModelTime At);

    private readonly record struct AbortOrder(EngineRequest Request, ModelTime At, Outcome Outcome, string Reason);
}
