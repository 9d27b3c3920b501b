using System.Globalization;
using BenchmarkDotNet.Reports;
using Emulator.Svg;

namespace Benchmarks;

/// <summary>Draws what <see cref="ScheduleBenchmark"/> measured: time per step over the requests that run, a line for each number of those that wait.</summary>
internal static class ScheduleCostPlot
{
    // The lines lie on each other: one has the figures.
    private const int LabelledWaiting = 1_000;

    /// <summary>Writes <c>schedule-cost.svg</c> beside the results, if these are that benchmark's.</summary>
    public static void WriteIfMeasured(Summary summary)
    {
        BenchmarkReport[] reports = [.. summary.Reports.Where(report => report.Success && report.BenchmarkCase.Descriptor.Type == typeof(ScheduleBenchmark))];
        if (reports.Length == 0)
        {
            return;
        }

        PointSeries[] series =
        [
            .. reports.GroupBy(report => Number(report, nameof(ScheduleBenchmark.Waiting))).Select(waiting => new PointSeries(
                string.Create(CultureInfo.InvariantCulture, $"{waiting.Key:N0} waiting"),
                [.. waiting.Select(report => Point(report, hasLabel: waiting.Key == LabelledWaiting))])),
        ];
        using StreamWriter file = new(Path.Combine(summary.ResultsDirectoryPath, "schedule-cost.svg"));
        new LabelledPoints("Schedule and Complete, decodes only", "requests running", "µs a step", series).Write(file);
    }

    private static LabelledPoint Point(BenchmarkReport report, bool hasLabel)
    {
        int running = Number(report, nameof(ScheduleBenchmark.Running));
        double microseconds = report.ResultStatistics!.Min / 1e3;
        return new(running, microseconds, hasLabel ? string.Create(CultureInfo.InvariantCulture, $"{microseconds:0.0}") : "");
    }

    private static int Number(BenchmarkReport report, string parameter) => (int)report.BenchmarkCase.Parameters[parameter];
}
