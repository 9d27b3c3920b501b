namespace Emulator.Time;

/// <summary>What paces the engine: <see cref="WallClock"/> really waits, <see cref="VirtualClock"/> jumps, <see cref="UnpacedClock"/> jumps beside live clients.</summary>
public interface IEngineClock
{
    /// <summary>The engine's model time. Any thread may ask.</summary>
    ModelTime Now { get; }

    /// <summary>Whether model time goes on while the engine takes no step.</summary>
    bool IsPaced => false;

    /// <summary>How long <paramref name="deadline"/> is away by the host's clock: what somebody may wait who also waits for something else. Zero when it has passed, and where nothing waits.</summary>
    TimeSpan WallTimeUntil(ModelTime deadline);

    /// <summary>Blocks the engine thread until <paramref name="deadline"/>; returns at once when it has passed.</summary>
    /// <returns>How late the wait ended, in wall time; zero where nothing waits.</returns>
    TimeSpan WaitUntil(ModelTime deadline, CancellationToken cancellation);
}
