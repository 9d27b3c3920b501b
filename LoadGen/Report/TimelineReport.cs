using LoadGen.Measure;

namespace LoadGen.Report;

/// <summary>The engine's state over time, as four columns of equal length.</summary>
/// <param name="At">Seconds of model time from the start of the run.</param>
/// <param name="Running">Sequences that ran, all replicas together.</param>
/// <param name="Waiting">Requests that waited.</param>
/// <param name="KvUsage">Share of the KV blocks in use, mean over replicas.</param>
public sealed record TimelineReport(IReadOnlyList<double> At, IReadOnlyList<double> Running, IReadOnlyList<double> Waiting, IReadOnlyList<double> KvUsage)
{
    private const int PointsForDrawing = 256;

    /// <summary>The columns of <paramref name="timeline"/>, thinned to what a drawing can show; null when it is empty.</summary>
    public static TimelineReport? Of(Timeline timeline)
    {
        IReadOnlyList<TimelinePoint> points = timeline.Thinned(PointsForDrawing);
        return points.Count == 0
            ? null
            : new TimelineReport(
                [.. points.Select(p => Math.Round(p.At.TotalSeconds, 3))],
                [.. points.Select(p => (double)p.Running)],
                [.. points.Select(p => (double)p.Waiting)],
                [.. points.Select(p => Math.Round(p.KvUsage, 4))]);
    }
}
