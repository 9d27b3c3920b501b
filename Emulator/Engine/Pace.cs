namespace Emulator.Engine;

/// <summary>Whether the host keeps the engine's pace.</summary>
public static class Pace
{
    /// <summary>Lateness that is never held against the host.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(1);

    private const double ShareOfStep = 0.05;

    /// <summary>Whether steps end in time: their lateness, 99th percentile, is at most 1 ms or 5 % of a mean step, whichever is more; all wall time.</summary>
    public static bool IsKept(Lateness lateness, TimeSpan meanStep) => lateness.P99 <= Allowed(meanStep);

    /// <summary>Lateness that is allowed for steps of that length.</summary>
    public static TimeSpan Allowed(TimeSpan meanStep) => meanStep * ShareOfStep > Tolerance ? meanStep * ShareOfStep : Tolerance;
}
