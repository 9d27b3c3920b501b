namespace Emulator.Prometheus;

/// <summary>One series of a metric: its labels and what was recorded. Not safe for several threads: its owner has a lock, and hands out copies.</summary>
/// <param name="family">The metric.</param>
/// <param name="labels">Its labels.</param>
internal abstract class Series(MetricFamily family, Labels labels)
{
    /// <summary>The metric.</summary>
    public MetricFamily Family { get; private set; } = family;

    /// <summary>Its labels.</summary>
    public Labels Labels { get; } = labels;

    /// <summary>When it began, seconds since 1970 on the host's calendar.</summary>
    public double CreatedAt { get; init; }

    /// <summary>What was recorded so far, to be read while more is recorded.</summary>
    public virtual Series Copy() => (Series)MemberwiseClone();

    /// <summary>A copy under another metric's name.</summary>
    public Series As(MetricFamily other)
    {
        Series copy = Copy();
        copy.Family = other;
        return copy;
    }

    /// <summary>Its samples: suffix of the metric's name, labels, value.</summary>
    public abstract IEnumerable<(string Suffix, Labels Labels, double Value)> Samples();
}
