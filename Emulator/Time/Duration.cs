namespace Emulator.Time;

/// <summary>Model durations from numbers, rounded to the nearest 100 ns (never truncated, so that long runs do not drift).</summary>
public static class Duration
{
    /// <summary>A duration of <paramref name="seconds"/>.</summary>
    public static TimeSpan FromSeconds(double seconds) => new((long)Math.Round(seconds * TimeSpan.TicksPerSecond));

    /// <summary>The shorter of two limits, of which either may be none.</summary>
    public static TimeSpan? Shorter(TimeSpan? a, TimeSpan? b) => a is { } first && b is { } second ? (first < second ? first : second) : a ?? b;

    /// <summary>A duration of <paramref name="microseconds"/>.</summary>
    public static TimeSpan FromMicroseconds(double microseconds) => new((long)Math.Round(microseconds * TimeSpan.TicksPerMicrosecond));
}
