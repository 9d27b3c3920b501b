using Emulator.Time;

namespace Tests.Integration;

/// <summary>A clock under the test's hand: each step of the engine waits until the test lets it end. Free, it never waits.</summary>
internal sealed class SteppedClock : IEngineClock, IDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _permits = new(0);
    private readonly SemaphoreSlim _arrivals = new(0);
    private ModelTime _now;
    private volatile bool _isFree;

    public ModelTime Now
    {
        get
        {
            lock (_gate)
            {
                return _now;
            }
        }
    }

    public TimeSpan WallTimeUntil(ModelTime deadline) => TimeSpan.Zero;

    public TimeSpan WaitUntil(ModelTime deadline, CancellationToken cancellation)
    {
        // An idle engine that wakes up asks for a time that has come already, or comes next; only the end of a step is stopped.
        bool isWakeUp = deadline - Now <= TimeSpan.FromTicks(1);
        if (!isWakeUp && !_isFree)
        {
            _arrivals.Release();
            _permits.Wait(CancellationToken.None);
        }

        lock (_gate)
        {
            _now = deadline > _now ? deadline : _now;
        }

        return TimeSpan.Zero;
    }

    /// <summary>Waits until the engine has planned a step and stands in it.</summary>
    public async Task StandsInStepAsync() => Assert.True(await _arrivals.WaitAsync(TimeSpan.FromSeconds(20)), "the engine began no step");

    /// <summary>Lets the step end in which the engine stands; with it everything before the next.</summary>
    public void EndStep() => _permits.Release();

    /// <summary>Stops nothing any more.</summary>
    public void RunFree()
    {
        _isFree = true;
        _permits.Release();
    }

    public void Dispose()
    {
        _permits.Dispose();
        _arrivals.Dispose();
    }
}
