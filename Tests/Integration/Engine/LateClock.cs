using Emulator.Time;

namespace Tests.Integration.Engine;

/// <summary>A host that is slow now and then: every few steps it sleeps past their end.</summary>
internal sealed class LateClock(IEngineClock clock) : IEngineClock
{
    private static readonly TimeSpan s_oversleep = TimeSpan.FromMilliseconds(3);

    private int _waits;

    public ModelTime Now => clock.Now;

    public bool IsPaced => clock.IsPaced;

    public TimeSpan WallTimeUntil(ModelTime deadline) => clock.WallTimeUntil(deadline);

    public TimeSpan WaitUntil(ModelTime deadline, CancellationToken cancellation)
    {
        if (++_waits % 7 == 0)
        {
            Thread.Sleep(s_oversleep);
        }

        return clock.WaitUntil(deadline, cancellation);
    }
}
