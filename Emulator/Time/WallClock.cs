using System.Diagnostics;

namespace Emulator.Time;

/// <summary>Paces the engine against absolute deadlines: model seconds × time scale after its start. A late host delays one step, not those behind it.</summary>
public sealed class WallClock : IEngineClock
{
    // A cancellation must be seen soon even in a step that lasts minutes of wall time.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(100);

    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly double _stopwatchTicksPerModelTick;

    /// <summary>A clock that starts now.</summary>
    /// <param name="timeScale">Wall seconds per model second, above 0.</param>
    public WallClock(double timeScale)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(timeScale);
        TimeScale = timeScale;
        _stopwatchTicksPerModelTick = (double)Stopwatch.Frequency / TimeSpan.TicksPerSecond * timeScale;
    }

    /// <summary>Wall seconds per model second.</summary>
    public double TimeScale { get; }

    /// <inheritdoc/>
    public ModelTime Now => ModelTime.FromTicks((long)((Stopwatch.GetTimestamp() - _start) / _stopwatchTicksPerModelTick));

    /// <inheritdoc/>
    public bool IsPaced => true;

    /// <inheritdoc/>
    public TimeSpan WallTimeUntil(ModelTime deadline)
    {
        TimeSpan left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), StampOf(deadline));
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <inheritdoc/>
    public TimeSpan WaitUntil(ModelTime deadline, CancellationToken cancellation)
    {
        long due = StampOf(deadline);
        while (!cancellation.IsCancellationRequested)
        {
            TimeSpan left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due);
            if (left <= LongestWait)
            {
                PreciseWait.Until(due);
                break;
            }

            PreciseWait.Until(Stopwatch.GetTimestamp() + (long)(LongestWait.TotalSeconds * Stopwatch.Frequency));
        }

        TimeSpan late = Stopwatch.GetElapsedTime(due);
        return late > TimeSpan.Zero ? late : TimeSpan.Zero;
    }

    private long StampOf(ModelTime time) => _start + (long)Math.Ceiling(time.Ticks * _stopwatchTicksPerModelTick);
}
