using System.Diagnostics;
using Emulator.Time;

namespace Emulator.Engine;

/// <summary>
/// The one way from the doors' threads to the engine's. Every entry is stamped with the model time at which it came in, under the lock, so
/// that stamps never go backwards; the engine takes those stamped at or before the start of its step. Its length is bounded by admission.
/// </summary>
public sealed class Mailbox : IEngineIntake
{
    private readonly object _gate = new();
    private readonly IEngineClock _clock;
    private readonly bool _stampsOnDelivery;
    private readonly Journal.JournalWriter? _journal;
    private readonly Queue<AddOrder> _adds = new();
    private readonly Queue<AbortOrder> _aborts = new();
    private readonly List<AddOrder> _dueAdds = [];
    private readonly List<AbortOrder> _dueAborts = [];
    private bool _closed;

    /// <summary>An open, empty mailbox.</summary>
    /// <param name="clock">The engine's clock.</param>
    /// <param name="journal">Learns what was delivered; null = nobody does.</param>
    public Mailbox(IEngineClock clock, Journal.JournalWriter? journal = null)
    {
        _clock = clock;
        _journal = journal;

        // Without pacing the clock stands at the start of a step until it jumps to its end: a stamp taken meanwhile could equal the start of
        // a step that has been planned already. There the delivering step gives the stamp.
        _stampsOnDelivery = clock is UnpacedClock;
    }

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

            _adds.Enqueue(new AddOrder(request, _clock.Now));
            Monitor.Pulse(_gate);
            return true;
        }
    }

    /// <summary>Asks the engine to end a request before it is done.</summary>
    public void Abort(EngineRequest request, Outcome outcome, string reason)
    {
        lock (_gate)
        {
            _aborts.Enqueue(new AbortOrder(request, _clock.Now, outcome, reason));
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

            next = _adds.Count == 0 || _stampsOnDelivery ? now : _adds.Peek().At;
            return _adds.Count > 0 && !cancellation.IsCancellationRequested;
        }
    }

    /// <inheritdoc/>
    public void DeliverAdds(EngineLoop engine, ModelTime stepStart)
    {
        ArgumentNullException.ThrowIfNull(engine);
        lock (_gate)
        {
            while (_adds.TryPeek(out AddOrder order) && (_stampsOnDelivery || order.At <= stepStart))
            {
                _dueAdds.Add(_adds.Dequeue());
            }
        }

        foreach (AddOrder order in _dueAdds)
        {
            ModelTime at = _stampsOnDelivery ? stepStart : order.At;
            _journal?.Add(order.Request, at);
            engine.Add(order.Request, at);
        }

        _dueAdds.Clear();
    }

    /// <inheritdoc/>
    public void DeliverAborts(EngineLoop engine, ModelTime stepStart)
    {
        ArgumentNullException.ThrowIfNull(engine);
        lock (_gate)
        {
            while (_aborts.TryPeek(out AbortOrder order) && (_stampsOnDelivery || order.At <= stepStart))
            {
                _dueAborts.Add(_aborts.Dequeue());
            }
        }

        foreach (AbortOrder order in _dueAborts)
        {
            if (order.Request.Outcome is null)
            {
                _journal?.Abort(order.Request, _stampsOnDelivery ? stepStart : order.At, order.Outcome, order.Reason);
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

    private readonly record struct AddOrder(EngineRequest Request, ModelTime At);

    private readonly record struct AbortOrder(EngineRequest Request, ModelTime At, Outcome Outcome, string Reason);
}
