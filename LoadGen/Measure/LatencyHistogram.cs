using HdrHistogram;

namespace LoadGen.Measure;

/// <summary>Counts durations at three significant digits, from 1 µs to 30 days; mean and maximum are kept exactly. Not thread safe.</summary>
/// <remarks>
/// Percentiles are by nearest rank: the smallest value that at least that share of the samples does not exceed. They can be merged (by
/// adding histograms) and are never averaged.
/// </remarks>
public sealed class LatencyHistogram
{
    private const int SignificantDigits = 3;
    private static readonly long LargestMicroseconds = (long)TimeSpan.FromDays(30).TotalMicroseconds;

    private readonly LongHistogram _microseconds = new(1, LargestMicroseconds, SignificantDigits);
    private Int128 _sumTicks;
    private long _maxTicks;

    /// <summary>The durations that are there; those that are missing are no samples.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is negative or above 30 days.</exception>
    public static LatencyHistogram Of(IEnumerable<TimeSpan?> durations)
    {
        ArgumentNullException.ThrowIfNull(durations);
        LatencyHistogram histogram = new();
        foreach (TimeSpan duration in durations.OfType<TimeSpan>())
        {
            histogram.Record(duration);
        }

        return histogram;
    }

    /// <summary>Samples so far.</summary>
    public long Count { get; private set; }

    /// <summary>Exact mean; null without samples.</summary>
    public TimeSpan? Mean => Count == 0 ? null : new TimeSpan((long)Math.Round((double)_sumTicks / Count));

    /// <summary>Exact maximum; null without samples.</summary>
    public TimeSpan? Max => Count == 0 ? null : new TimeSpan(_maxTicks);

    /// <summary>Counts <paramref name="duration"/> once, or <paramref name="count"/> times.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The duration is negative or above 30 days, or the count is below 1.</exception>
    public void Record(TimeSpan duration, long count = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(duration.Ticks, nameof(duration));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        long microseconds = (duration.Ticks + (TimeSpan.TicksPerMicrosecond / 2)) / TimeSpan.TicksPerMicrosecond;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(microseconds, LargestMicroseconds, nameof(duration));
        _microseconds.RecordValueWithCount(microseconds, count);
        _sumTicks += (Int128)duration.Ticks * count;
        _maxTicks = Math.Max(_maxTicks, duration.Ticks);
        Count += count;
    }

    /// <summary>Adds all samples of <paramref name="other"/>.</summary>
    public void Add(LatencyHistogram other)
    {
        _microseconds.Add(other._microseconds);
        _sumTicks += other._sumTicks;
        _maxTicks = Math.Max(_maxTicks, other._maxTicks);
        Count += other.Count;
    }

    /// <summary>The value at <paramref name="quantile"/> (0..1), however few the samples are; null without any.</summary>
    public TimeSpan? ValueAt(double quantile) => ValueAt(quantile, unanswered: 0);

    /// <summary>The distribution in eight numbers.</summary>
    public LatencySummary Summarize() => Summarize(unanswered: 0);

    /// <summary>The distribution as if <paramref name="unanswered"/> more requests had taken for ever: what falls among those is absent.</summary>
    public LatencySummary Summarize(long unanswered)
    {
        long all = Count + unanswered;
        bool finite = unanswered == 0;
        return new LatencySummary(
            all,
            finite ? Mean : null,
            ValueAt(0.5, unanswered),
            ValueAt(0.9, unanswered),
            ValueAt(0.95, unanswered),
            all >= LatencySummary.SamplesForP99 ? ValueAt(0.99, unanswered) : null,
            all >= LatencySummary.SamplesForP999 ? ValueAt(0.999, unanswered) : null,
            finite ? Max : null);
    }

    private TimeSpan? ValueAt(double quantile, long unanswered)
    {
        const double rounding = 1e-9; // 0.95 * 20 must be rank 19, whatever the last bit says
        long rank = Math.Max(1, (long)Math.Ceiling((quantile * (Count + unanswered)) - rounding));
        if (rank > Count)
        {
            return null;
        }

        long microseconds = _microseconds.GetValueAtPercentile(100.0 * rank / Count);
        return new TimeSpan(Math.Min(microseconds * TimeSpan.TicksPerMicrosecond, _maxTicks));
    }
}
