using System.Diagnostics;
using Emulator.Time;
using LoadGen.Schedule;

namespace LoadGen.Live;

/// <summary>
/// Says on a thread of its own when each arrival is due, against absolute deadlines, and never waits for what becomes of it: a stalled
/// server is charged for every request that it delays. Follow-ups join while it runs.
/// </summary>
/// <remarks>
/// An arrival due at model time t is due at start + t × wall seconds per model second. The thread sleeps to shortly before, then spins; what
/// it calls must return at once.
/// </remarks>
internal sealed class Pacer
{
    // A follow-up may become due sooner than what the thread sleeps for; it wakes this long before a deadline, and whenever one is added.
    private static readonly TimeSpan PreciseMargin = TimeSpan.FromMilliseconds(2);

    private readonly object _gate = new();
    private readonly Action<Arrival, TimeSpan, long> _due;
    private readonly double _stopwatchTicksPerModelTick;
    private readonly PriorityQueue<Arrival, (TimeSpan At, int Turn, int Line)> _queue = new();
    private readonly Thread _thread;
    private bool _stopped;
    private int _open;

    /// <summary>A pacer that has not begun.</summary>
    /// <param name="firstTurns">What is due when, from the start.</param>
    /// <param name="wallSecondsPerModelSecond">Above 0.</param>
    /// <param name="due">Called on the pacer's thread with the arrival, its due model time and its due <see cref="Stopwatch"/> stamp.</param>
    public Pacer(IEnumerable<Arrival> firstTurns, double wallSecondsPerModelSecond, Action<Arrival, TimeSpan, long> due)
    {
        _due = due;
        _stopwatchTicksPerModelTick = (double)Stopwatch.Frequency / TimeSpan.TicksPerSecond * wallSecondsPerModelSecond;
        foreach (Arrival first in firstTurns)
        {
            _queue.Enqueue(first, (first.At!.Value, 0, first.Line));
        }

        _open = _queue.Count;
        _thread = new Thread(Run) { IsBackground = true, Name = "pacer", Priority = ThreadPriority.AboveNormal };
    }

    /// <summary><see cref="Stopwatch"/> stamp of model time 0.</summary>
    public long Start { get; private set; }

    /// <summary>Completes when every arrival has been said due and settled, or the pacer was stopped.</summary>
    public Task Ended => _ended.Task;

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Model time of a <see cref="Stopwatch"/> stamp.</summary>
    public TimeSpan ModelTimeOf(long stamp) => new((long)Math.Round((stamp - Start) / _stopwatchTicksPerModelTick));

    /// <summary>A span of <see cref="Stopwatch"/> ticks in model time.</summary>
    public TimeSpan ModelSpan(long stopwatchTicks) => new((long)Math.Round(stopwatchTicks / _stopwatchTicksPerModelTick));

    /// <summary>Begins <paramref name="lead"/> from now, so that the first arrivals are not late because of the start.</summary>
    public void Begin(TimeSpan lead)
    {
        Start = Stopwatch.GetTimestamp() + (long)(lead.TotalSeconds * Stopwatch.Frequency);
        if (_open == 0)
        {
            Stop();
        }

        _thread.Start();
    }

    /// <summary>Adds a follow-up. The turn before it has not been settled yet.</summary>
    public void Add(Arrival followUp, TimeSpan at)
    {
        lock (_gate)
        {
            _open++;
            _queue.Enqueue(followUp, (at, 1, followUp.Predecessor));
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>What became of an arrival is known, and its follow-ups have been added.</summary>
    public void Settle()
    {
        lock (_gate)
        {
            if (--_open == 0)
            {
                Stop();
            }
        }
    }

    /// <summary>Says nothing more due.</summary>
    /// <returns>What was never said due.</returns>
    public IReadOnlyList<(Arrival Arrival, TimeSpan At)> Stop()
    {
        lock (_gate)
        {
            _stopped = true;
            Monitor.Pulse(_gate);
            _ended.TrySetResult();
            return [.. _queue.UnorderedItems.Select(item => (item.Element, item.Priority.At))];
        }
    }

    /// <summary>Waits, after <see cref="Stop"/>, until nothing more will be said due.</summary>
    public void Join() => _thread.Join();

    private void Run()
    {
        while (TryTakeNext(out Arrival? arrival, out TimeSpan at, out long stamp))
        {
            PreciseWait.Until(stamp);
            _due(arrival!, at, stamp);
        }
    }

    private bool TryTakeNext(out Arrival? arrival, out TimeSpan at, out long stamp)
    {
        lock (_gate)
        {
            while (!_stopped)
            {
                if (!_queue.TryPeek(out arrival, out (TimeSpan At, int Turn, int Line) place))
                {
                    Monitor.Wait(_gate);
                    continue;
                }

                stamp = Start + (long)(place.At.Ticks * _stopwatchTicksPerModelTick);
                TimeSpan left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), stamp) - PreciseMargin;
                if (left <= TimeSpan.Zero)
                {
                    at = place.At;
                    _queue.Dequeue();
                    return true;
                }

                Monitor.Wait(_gate, left < TimeSpan.FromMinutes(1) ? left : TimeSpan.FromMinutes(1));
            }
        }

        (arrival, at, stamp) = (null, default, 0);
        return false;
    }
}
