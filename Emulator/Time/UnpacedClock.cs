namespace Emulator.Time;

/// <summary>Time scale 0: model time goes forward by the steps alone and nobody waits, while clients on other threads look on.</summary>
public sealed class UnpacedClock : IEngineClock
{
    private long _ticks;

    /// <inheritdoc/>
    public ModelTime Now => ModelTime.FromTicks(Interlocked.Read(ref _ticks));

    /// <inheritdoc/>
    public TimeSpan WallTimeUntil(ModelTime deadline) => TimeSpan.Zero;

    /// <inheritdoc/>
    public TimeSpan WaitUntil(ModelTime deadline, CancellationToken cancellation)
    {
        if (deadline.Ticks > _ticks)
        {
            Interlocked.Exchange(ref _ticks, deadline.Ticks);
        }

        return TimeSpan.Zero;
    }
}
