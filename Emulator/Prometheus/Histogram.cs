namespace Emulator.Prometheus;

/// <summary>A series that counts values by size; a summary is one without bounds.</summary>
internal sealed class Histogram : Series
{
    private readonly IReadOnlyList<double> _bounds;
    private long[] _counts;
    private double _sum;

    /// <summary>An empty one.</summary>
    /// <param name="family">The metric.</param>
    /// <param name="labels">Its labels.</param>
    /// <param name="bounds">Upper bounds of the buckets, rising, each included in its bucket.</param>
    public Histogram(MetricFamily family, Labels labels, IReadOnlyList<double> bounds)
        : base(family, labels)
    {
        _bounds = bounds;
        _counts = new long[bounds.Count + 1];
    }

    /// <summary>Values so far.</summary>
    public long Count => _counts.Sum();

    /// <summary>Adds <paramref name="times"/> equal values. Allocates nothing.</summary>
    public void Observe(double value, long times = 1)
    {
        int bucket = 0;
        while (bucket < _bounds.Count && value > _bounds[bucket])
        {
            bucket++;
        }

        _counts[bucket] += times;
        _sum += value * times;
    }

    public override Series Copy()
    {
        Histogram copy = (Histogram)base.Copy();
        copy._counts = [.. _counts];
        return copy;
    }

    public override IEnumerable<(string Suffix, Labels Labels, double Value)> Samples()
    {
        if (Family.Kind == MetricKind.Histogram)
        {
            long below = 0;
            for (int i = 0; i < _counts.Length; i++)
            {
                below += _counts[i];
                yield return ("_bucket", Labels.With("le", PrometheusNumber.Of(i < _bounds.Count ? _bounds[i] : double.PositiveInfinity)), below);
            }
        }

        yield return ("_count", Labels, Count);
        yield return ("_sum", Labels, _sum);
    }
}
