using System.Xml.Linq;
using Emulator.Svg;
using LoadGen.Measure;

namespace LoadGen.Report.Html;

/// <summary>A metric over the rate scale, a line for each configuration, with 95 % intervals where there are several seeds, and broad error bars where the cost model has them.</summary>
internal static class RatePlot
{
    private const double Height = 250;

    public static XElement Of(CompareReport report, CompareMetric metric)
    {
        Frame frame = new(Left: 58, Top: 10, Right: Frame.DrawingWidth - 12, Bottom: Height - 42);
        double[] rates = [.. report.RateScales.Order()];
        Scale across = Scale.At(rates, frame.Left, frame.Right);
        double[] tops = [.. from c in report.Configurations from rate in rates select Top(report.Value(c.Name, rate, metric), report.Interval(c.Name, rate, metric))];
        Scale up = metric.Unit == MetricUnit.Share
            ? Scale.FromZero(1, frame.Bottom, frame.Top)
            : Scale.FromZero(tops.DefaultIfEmpty().Max(), frame.Bottom, frame.Top);

        List<XElement> marks =
        [
            .. frame.VerticalAxis(up, v => Figures.Axis(v, metric.Unit)),
            .. frame.HorizontalAxis(across, Figures.Factor, "rate scale"),
        ];
        for (int i = 0; i < report.Configurations.Count; i++)
        {
            string name = report.Configurations[i].Name;
            (double Rate, MeanInterval Value)[] points =
            [
                .. rates.Select(r => (Rate: r, Value: report.Value(name, r, metric))).Where(p => p.Value is not null).Select(p => (p.Rate, p.Value!)),
            ];
            marks.Add(Mark.Path(points.Select(p => (across[p.Rate], up[p.Value.Mean])), Series.Stroke(i)));
            foreach ((double rate, MeanInterval value) in points)
            {
                double x = across[rate];
                MetricInterval? bar = report.Interval(name, rate, metric);
                if (bar is not null)
                {
                    // An open end reaches the frame's.
                    marks.Add(Mark.Line(x, bar.Low is { } low ? up[low] : frame.Bottom, x, bar.High is { } high ? up[high] : frame.Top, $"bar c{i % Series.Colours}"));
                }

                if (value.HalfWidth is double half)
                {
                    marks.Add(Mark.Line(x, up[value.Mean - half], x, up[value.Mean + half], $"whisker c{i % Series.Colours}"));
                }

                marks.Add(Mark.Circle(x, up[value.Mean], 4, Series.Fill(i), $"{name} at {Figures.Factor(rate)}: {Figures.Of(value, metric.Unit)}{(bar is null ? string.Empty : $", error bar {Figures.Of(bar, metric.Unit)}")}"));
            }
        }

        return Tag.Figure(metric.Label, Mark.Drawing(Frame.DrawingWidth, Height, $"{metric.Label} by rate scale", marks));
    }

    private static double Top(MeanInterval? interval, MetricInterval? bar) =>
        interval is null ? 0 : Math.Max(interval.Mean + (interval.HalfWidth ?? 0), bar?.High ?? 0);
}
