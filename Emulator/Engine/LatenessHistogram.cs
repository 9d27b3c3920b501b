using HdrHistogram;

namespace Emulator.Engine;

/// <summary>Collects lateness in units of 100 ns with three digits; one thread writes, any may read.</summary>
public sealed class LatenessHistogram
{
    private static readonly long Longest = TimeSpan.FromHours(1).Ticks;

    private readonly Lock _gate = new();
    private readonly LongHistogram _histogram = new(1, Longest, 3);

    /// <summary>Adds one value; an hour stands for all that is longer.</summary>
    public void Record(TimeSpan lateness)
    {
        lock (_gate)
        {
            _histogram.RecordValue(Math.Clamp(lateness.Ticks, 0, Longest));
        }
    }

    /// <summary>What was collected so far.</summary>
    public Lateness Read()
    {
        lock (_gate)
        {
            return Summary();
        }
    }

    /// <summary>The values collected so far, rising: how late at most, and how many; values of three equal digits are one.</summary>
    public IReadOnlyList<(TimeSpan Upper, long Count)> ReadBuckets()
    {
        lock (_gate)
        {
            return [.. _histogram.RecordedValues().Select(value => (new TimeSpan(_histogram.HighestEquivalentValue(value.ValueIteratedTo)), value.CountAddedInThisIterationStep))];
        }
    }

    /// <summary>What was collected since the last call; then begins anew.</summary>
    public Lateness Take()
    {
        lock (_gate)
        {
            Lateness taken = Summary();
            _histogram.Reset();
            return taken;
        }
    }

    private Lateness Summary() => _histogram.TotalCount == 0
        ? default
        : new Lateness(
            _histogram.TotalCount,
            new TimeSpan(_histogram.GetValueAtPercentile(50)),
            new TimeSpan(_histogram.GetValueAtPercentile(99)),
            new TimeSpan(_histogram.GetMaxValue()));
}
