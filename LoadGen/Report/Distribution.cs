using LoadGen.Measure;

namespace LoadGen.Report;

/// <summary>A cumulative distribution as two columns: <c>Share[i]</c> of all arrivals had a latency of at most <c>Seconds[i]</c>.</summary>
/// <param name="Seconds">Latencies, ascending.</param>
/// <param name="Share">0..1, ascending; the last is below 1 where some arrivals got no answer.</param>
public sealed record Distribution(IReadOnlyList<double> Seconds, IReadOnlyList<double> Share)
{
    private const int Points = 100;

    /// <summary>About a hundred points of <paramref name="histogram"/>, as shares of <paramref name="arrivals"/>; null without samples.</summary>
    public static Distribution? Of(LatencyHistogram histogram, long arrivals)
    {
        if (histogram.Count == 0)
        {
            return null;
        }

        List<double> seconds = [];
        List<double> share = [];
        for (int i = 0; i <= Points; i++)
        {
            double value = histogram.ValueAt((double)i / Points)!.Value.TotalSeconds;
            double cumulative = Math.Round((double)Math.Max(1, ((i * histogram.Count) + Points - 1) / Points) / arrivals, 6);
            if (seconds.Count > 0 && seconds[^1] == value)
            {
                share[^1] = cumulative;
                continue;
            }

            seconds.Add(value);
            share.Add(cumulative);
        }

        return new Distribution(seconds, share);
    }
}
