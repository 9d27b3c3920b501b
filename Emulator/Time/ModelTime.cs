namespace Emulator.Time;

/// <summary>A point on the emulated server's time line, counted from engine start. Never wall time.</summary>
/// <param name="SinceStart">Time since the engine started; resolution 100 ns.</param>
public readonly record struct ModelTime(TimeSpan SinceStart) : IComparable<ModelTime>
{
    /// <summary>Engine start.</summary>
    public static readonly ModelTime Zero = new(TimeSpan.Zero);

    /// <summary>Later than every time an engine can reach.</summary>
    public static readonly ModelTime Never = new(TimeSpan.MaxValue);

    /// <summary>Seconds since engine start.</summary>
    public double Seconds => SinceStart.TotalSeconds;

    /// <summary>Units of 100 ns since engine start.</summary>
    public long Ticks => SinceStart.Ticks;

    /// <summary>The point <paramref name="seconds"/> after engine start, rounded to the nearest 100 ns.</summary>
    public static ModelTime FromSeconds(double seconds) => new(Duration.FromSeconds(seconds));

    /// <summary>The point <paramref name="ticks"/> units of 100 ns after engine start.</summary>
    public static ModelTime FromTicks(long ticks) => new(new TimeSpan(ticks));

    /// <inheritdoc/>
    public int CompareTo(ModelTime other) => SinceStart.CompareTo(other.SinceStart);

    /// <summary>The point <paramref name="span"/> later.</summary>
    public static ModelTime operator +(ModelTime time, TimeSpan span) => new(time.SinceStart + span);

    /// <summary>The time from <paramref name="earlier"/> to <paramref name="later"/>.</summary>
    public static TimeSpan operator -(ModelTime later, ModelTime earlier) => later.SinceStart - earlier.SinceStart;

    /// <summary>Whether <paramref name="a"/> is before <paramref name="b"/>.</summary>
    public static bool operator <(ModelTime a, ModelTime b) => a.SinceStart < b.SinceStart;

    /// <summary>Whether <paramref name="a"/> is after <paramref name="b"/>.</summary>
    public static bool operator >(ModelTime a, ModelTime b) => a.SinceStart > b.SinceStart;

    /// <summary>Whether <paramref name="a"/> is at or before <paramref name="b"/>.</summary>
    public static bool operator <=(ModelTime a, ModelTime b) => a.SinceStart <= b.SinceStart;

    /// <summary>Whether <paramref name="a"/> is at or after <paramref name="b"/>.</summary>
    public static bool operator >=(ModelTime a, ModelTime b) => a.SinceStart >= b.SinceStart;
}
