using System.Globalization;
using BenchmarkDotNet.Reports;
using Emulator.Svg;

namespace Benchmarks;

/// <summary>Draws what <see cref="ScheduleBenchmark"/> measured: time per step over the requests that run, a line for each number of those that wait.</summary>
internal static class ScheduleCostPlot
{
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
                [.. waiting.Select(report => Point(Number(report, nameof(ScheduleBenchmark.Running)), report.ResultStatistics!.Min / 1e3))])),
        ];
        using StreamWriter file = new(Path.Combine(summary.ResultsDirectoryPath, "schedule-cost.svg"));
        new LabelledPoints("Schedule and Complete, decodes only", "requests running", "µs a step", series).Write(file);
    }

    private static LabelledPoint Point(int running, double microseconds) => new(running, microseconds, string.Create(CultureInfo.InvariantCulture, $"{running:N0}: {microseconds:0.0}"));

    private static int Number(BenchmarkReport report, string parameter) => (int)report.BenchmarkCase.Parameters[parameter];
}
