namespace Emulator.Time;

/// <summary>A clock that is always where the engine wants it to be. For one thread.</summary>
public sealed class VirtualClock : IEngineClock
{
    /// <inheritdoc/>
    public ModelTime Now { get; private set; }

    /// <inheritdoc/>
    public TimeSpan WallTimeUntil(ModelTime deadline) => TimeSpan.Zero;

    /// <inheritdoc/>
    public TimeSpan WaitUntil(ModelTime deadline, CancellationToken cancellation)
    {
        if (deadline > Now)
        {
            Now = deadline;
        }

        return TimeSpan.Zero;
    }
}
