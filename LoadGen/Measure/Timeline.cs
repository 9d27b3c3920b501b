namespace LoadGen.Measure;

/// <summary>
/// Samples of an engine's state over model time, of bounded memory: at most one point an interval, and when <see cref="Capacity"/> is
/// reached the interval doubles until points fall out. A point holds until the next. Not thread safe.
/// </summary>
public sealed class Timeline
{
    /// <summary>Points kept at most.</summary>
    public const int Capacity = 2_048;

    private readonly List<TimelinePoint> _points = [];
    private long _nextIntervalTicks = long.MinValue;

    /// <summary>The samples, in ascending time.</summary>
    public IReadOnlyList<TimelinePoint> Points => _points;

    /// <summary>Least time between two points; doubles when the timeline is full.</summary>
    public TimeSpan Interval { get; private set; } = TimeSpan.FromMilliseconds(10);

    /// <summary>Offers a sample; times must not go back. It is kept when it is the first in its interval.</summary>
    public void Add(TimelinePoint point)
    {
        if (point.At.Ticks < _nextIntervalTicks)
        {
            return;
        }

        while (_points.Count >= Capacity)
        {
            Halve(); // points further apart than the new interval all stay: then it doubles again
        }

        if (point.At.Ticks >= _nextIntervalTicks)
        {
            _points.Add(point);
            _nextIntervalTicks = EndOfInterval(point.At);
        }
    }

    /// <summary>Several engines as one: running and waiting added, KV usage averaged (replicas are alike).</summary>
    public static Timeline Merge(IReadOnlyList<Timeline> timelines)
    {
        Timeline merged = new();
        if (timelines.Count == 0)
        {
            return merged;
        }

        merged.Interval = timelines.Max(t => t.Interval);
        int[] next = new int[timelines.Count];
        foreach (TimeSpan at in timelines.SelectMany(t => t._points).Select(p => p.At).Distinct().Order())
        {
            int running = 0;
            int waiting = 0;
            double kvUsage = 0;
            for (int i = 0; i < next.Length; i++)
            {
                List<TimelinePoint> points = timelines[i]._points;
                while (next[i] < points.Count && points[next[i]].At <= at)
                {
                    next[i]++;
                }

                TimelinePoint current = next[i] == 0 ? default : points[next[i] - 1];
                running += current.Running;
                waiting += current.Waiting;
                kvUsage += current.KvUsage;
            }

            merged.Add(new TimelinePoint(at, running, waiting, kvUsage / next.Length));
        }

        return merged;
    }

    /// <summary>About <paramref name="count"/> of the points, evenly chosen, the last among them: enough for a drawing.</summary>
    public IReadOnlyList<TimelinePoint> Thinned(int count)
    {
        if (_points.Count <= count)
        {
            return _points;
        }

        int stride = (_points.Count + count - 1) / count;
        return [.. _points.Where((_, i) => i % stride == 0 || i == _points.Count - 1)];
    }

    private long EndOfInterval(TimeSpan at) => ((at.Ticks / Interval.Ticks) + 1) * Interval.Ticks;

    private void Halve()
    {
        Interval *= 2;
        int kept = 1;
        for (int i = 1; i < _points.Count; i++)
        {
            if (_points[i].At.Ticks >= EndOfInterval(_points[kept - 1].At))
            {
                _points[kept++] = _points[i];
            }
        }

        _points.RemoveRange(kept, _points.Count - kept);
        _nextIntervalTicks = EndOfInterval(_points[^1].At);
    }
}
