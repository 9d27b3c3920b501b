using Emulator.Engine;
using Emulator.Time;
using LoadGen.Schedule;

namespace LoadGen.Simulation;

/// <summary>
/// Feeds one engine its part of a schedule: first turns when they are due, follow-ups their think time after the turn before has ended.
/// Ties go to first turns, in schedule order, then to follow-ups by the line of the turn before.
/// </summary>
internal sealed class ScheduledIntake : IEngineIntake
{
    private readonly LoadSchedule _schedule;
    private readonly SimulationOptions _options;
    private readonly Arrival[] _firstTurns;
    private readonly PriorityQueue<Arrival, (ModelTime At, int Line)> _followUps = new();
    private readonly List<SimulatedRequest> _issued = [];
    private readonly ModelTime _windowEnd;
    private int _next;
    private ModelTime _nextAt;

    public ScheduledIntake(LoadSchedule schedule, int replica, SimulationOptions options)
    {
        (_schedule, _options) = (schedule, options);
        _firstTurns = [.. schedule.FirstTurns.Where(first => schedule.ReplicaOf(first, options.Replicas) == replica)];
        _windowEnd = options.Window is { } window ? ModelTime.Zero + window : ModelTime.Never;
        _nextAt = AtOfNext();
    }

    /// <summary>Every request that came to be, in order of arrival.</summary>
    public IReadOnlyList<SimulatedRequest> Issued => _issued;

    /// <summary>Turns that were due in the window when the run was cut, and that no step ever saw, with the time at which they were due.</summary>
    public IEnumerable<(Arrival Arrival, ModelTime At)> DueAndUnseen()
    {
        for (int i = _next; i < _firstTurns.Length && AtOf(_firstTurns[i]) < _windowEnd; i++)
        {
            yield return (_firstTurns[i], AtOf(_firstTurns[i]));
        }

        foreach ((Arrival followUp, (ModelTime at, _)) in _followUps.UnorderedItems)
        {
            yield return (followUp, at);
        }
    }

    public bool WaitForNext(ModelTime now, ModelTime until, bool isPaused, out ModelTime next, CancellationToken cancellation)
    {
        next = TryPeek(out ModelTime at) && at < until ? at : until;
        return next != ModelTime.Never && !cancellation.IsCancellationRequested;
    }

    public void DeliverAdds(EngineLoop engine, ModelTime stepStart)
    {
        while (TryPeek(out ModelTime at) && at <= stepStart)
        {
            Arrival arrival = at == _nextAt ? TakeFirstTurn() : _followUps.Dequeue();
            SimulatedRequest request = new(arrival, _options.TimeoutFor(arrival));
            _issued.Add(request);
            engine.Add(request, at);
        }
    }

    public void DeliverAborts(EngineLoop engine, ModelTime stepStart)
    {
        // A simulated client neither goes away nor stops reading; its timeout is the engine's own business.
    }

    /// <summary>A turn has completed: those that come after it get their due time, unless that is outside the window.</summary>
    public void TurnCompleted(SimulatedRequest request)
    {
        foreach (Arrival followUp in _schedule.FollowUpsOf(request.Arrived))
        {
            ModelTime at = request.EndedAt!.Value + followUp.Think;
            if (at < _windowEnd)
            {
                _followUps.Enqueue(followUp, (at, followUp.Predecessor));
            }
        }
    }

    private static ModelTime AtOf(Arrival firstTurn) => ModelTime.Zero + firstTurn.At!.Value;

    private bool TryPeek(out ModelTime at)
    {
        at = _nextAt;
        if (_followUps.TryPeek(out _, out (ModelTime At, int Line) followUp) && followUp.At < at)
        {
            at = followUp.At;
        }

        return at != ModelTime.Never;
    }

    private Arrival TakeFirstTurn()
    {
        Arrival taken = _firstTurns[_next++];
        _nextAt = AtOfNext();
        return taken;
    }

    private ModelTime AtOfNext() => _next < _firstTurns.Length && AtOf(_firstTurns[_next]) < _windowEnd ? AtOf(_firstTurns[_next]) : ModelTime.Never;
}
