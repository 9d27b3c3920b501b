using System.Xml.Linq;
using Emulator.Svg;

namespace LoadGen.Report.Html;

/// <summary>One run over time: sequences that run, requests that wait, and below them the share of the KV cache in use.</summary>
internal static class TimelinePlot
{
    public const int RunningColour = 0;
    public const int WaitingColour = 1;
    public const int KvColour = 2;

    private const double Height = 280;
    private const double CountsBottom = 150;
    private const double KvTop = 172;

    public static XElement Of(string title, TimelineReport timeline)
    {
        Frame counts = new(Left: 58, Top: 8, Right: Frame.DrawingWidth - 12, Bottom: CountsBottom);
        Frame kv = counts with { Top = KvTop, Bottom = Height - 42 };
        double end = Math.Max(timeline.At[^1], 1e-3);
        Scale across = Scale.Between(0, end, counts.Left, counts.Right);
        double most = Math.Max(1, Math.Max(timeline.Running.Max(), timeline.Waiting.Max()));
        Scale up = Scale.FromZero(most, counts.Bottom, counts.Top, tickCount: 4);
        Scale usage = Scale.FromZero(1, kv.Bottom, kv.Top, tickCount: 2);

        (double X, double Y)[] used = [.. Steps(timeline.At, timeline.KvUsage).Select(p => (across[p.X], usage[p.Y]))];
        XElement[] marks =
        [
            .. counts.VerticalAxis(up, v => Figures.Axis(v, MetricUnit.Number)),
            .. kv.VerticalAxis(usage, v => Figures.Axis(v, MetricUnit.Share)),
            .. kv.HorizontalAxis(across, v => Figures.Axis(v, MetricUnit.Number), "model time (s)"),
            Mark.Line(counts.Left, counts.Bottom, counts.Right, counts.Bottom, "axis"),
            Mark.Path(Steps(timeline.At, timeline.Waiting).Select(p => (across[p.X], up[p.Y])), Series.Stroke(WaitingColour), $"waiting, at most {Figures.Number(timeline.Waiting.Max())}"),
            Mark.Path(Steps(timeline.At, timeline.Running).Select(p => (across[p.X], up[p.Y])), Series.Stroke(RunningColour), $"running, at most {Figures.Number(timeline.Running.Max())}"),
            Mark.Area(used, kv.Bottom, $"soft {Series.Fill(KvColour)} c{KvColour}", $"KV cache, at most {Figures.Share(timeline.KvUsage.Max())}"),
        ];
        return Tag.Figure(title, Mark.Drawing(Frame.DrawingWidth, Height, title, marks));
    }

    /// <summary>A value holds until the next sample.</summary>
    private static IEnumerable<(double X, double Y)> Steps(IReadOnlyList<double> at, IReadOnlyList<double> values)
    {
        for (int i = 0; i < at.Count; i++)
        {
            if (i > 0)
            {
                yield return (at[i], values[i - 1]);
            }

            yield return (at[i], values[i]);
        }
    }
}
