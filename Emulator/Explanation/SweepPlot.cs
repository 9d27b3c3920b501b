using Emulator.CostModel;
using Emulator.Svg;

namespace Emulator.Explanation;

/// <summary>A sweep as a drawing: the parts of the step's time over each other, and the floor as a line.</summary>
internal static class SweepPlot
{
    /// <summary>The plot.</summary>
    public static StackedAreas Of(string title, Sweep sweep, IReadOnlyList<SweepPoint> points) => new(
        title,
        sweep.Name,
        sweep.IsGeometric,
        [.. points.Select(point => (double)point.Value)],
        [.. Enum.GetValues<StepPart>().Select(part => new PlotSeries(part.ToText(), CostColours.Class(part.ToText()), [.. points.Select(point => point.Breakdown.Cost[part] / 1e3)]))],
        new PlotSeries("floor", "line c6 d1", [.. points.Select(point => point.Breakdown.FloorMicroseconds / 1e3)]),
        "ms");
}
