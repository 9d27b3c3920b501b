using Emulator.Svg;
using LoadGen.Measure;

namespace LoadGen.Studies;

/// <summary>The cliff over the size of the pool, and the worst of the storms over time.</summary>
internal static class PreemptionPicture
{
    private const int Bins = 60;

    public static PanelSheet Of(string setting, StudyRun[] runs, int need)
    {
        StudyRun storm = PreemptionStudy.Storm(runs);
        StudyRun[] tight = [.. runs.Skip(1)];
        double end = Math.Max(1e-3, storm.Steps.Steps.Count > 0 ? storm.Steps.Steps[^1].End : 1);
        return new PanelSheet("Preemption: a KV cache too small for what was admitted", setting, [[Cliff(tight, need), Latency(tight, need)], [Queue(storm, end), Preemptions(storm, end)]]);
    }

    private static PanelAxis Pool(StudyRun[] runs, int need) =>
        PanelAxis.Between("KV blocks, of what the load holds where it has room", Size(runs[^1], need) - 0.03, Size(runs[0], need) + 0.03, Wording.ShareAxis);

    private static double Size(StudyRun run, int need) => (double)run.Setup.KvBlocks / need;

    private static CurvePanel Cliff(StudyRun[] runs, int need) => new(
        "Completed requests and wasted tokens", Pool(runs, need), PanelAxis.FromZero("", 1, Wording.ShareAxis),
        [Line("completed", 0, runs, need, run => run.Report.SuccessRate), Line("computed tokens wasted", 1, runs, need, run => run.WastedShare)]);

    private static CurvePanel Latency(StudyRun[] runs, int need)
    {
        Curve[] curves =
        [
            Line("E2E p50", 0, runs, need, run => run.E2e.P50?.TotalSeconds),
            Line("E2E p99", 1, runs, need, run => run.E2e.P99?.TotalSeconds),
            Line("TTFT p50", 2, runs, need, run => run.Ttft.P50?.TotalSeconds),
            Line("longest gap", 3, runs, need, run => run.Itl.Max?.TotalSeconds),
        ];
        return new CurvePanel("Latency", Pool(runs, need), PanelAxis.FromZero("", Most(curves), Wording.SecondsAxis), curves);
    }

    private static CurvePanel Queue(StudyRun storm, double end)
    {
        IReadOnlyList<TimelinePoint> points = storm.Run.Result.Engine.Timeline.Thinned(400);
        Curve[] curves =
        [
            new("waiting", 1, [.. points.Select(point => new LabelledPoint(point.At.TotalSeconds, point.Waiting, ""))]) { HasDots = false },
            new("running", 0, [.. points.Select(point => new LabelledPoint(point.At.TotalSeconds, point.Running, ""))]) { HasDots = false },
        ];
        return new CurvePanel($"The storm at {Wording.Count(storm.Setup.KvBlocks)} blocks: requests", Time(end), PanelAxis.FromZero("", Most(curves), Wording.NumberAxis), curves);
    }

    private static CurvePanel Preemptions(StudyRun storm, double end)
    {
        double width = end / Bins;
        double[] counts = new double[Bins];
        foreach (StepLog.Step step in storm.Steps.Steps)
        {
            counts[Math.Min(Bins - 1, (int)(step.Start / width))] += step.Preempted;
        }

        Curve[] curves = [new("", 1, [.. counts.SelectMany((count, i) => new[] { new LabelledPoint(i * width, count / width, ""), new LabelledPoint((i + 1) * width, count / width, "") })]) { HasDots = false, IsArea = true }];
        return new CurvePanel("The same: preemptions a second", Time(end), PanelAxis.FromZero("", Most(curves), Wording.NumberAxis), curves);
    }

    private static PanelAxis Time(double end) => PanelAxis.Between("model time (s)", 0, end, Wording.NumberAxis);

    private static double Most(Curve[] curves) => Math.Max(1e-3, curves.SelectMany(curve => curve.Points).Select(point => point.Y).DefaultIfEmpty().Max());

    private static Curve Line(string name, int index, StudyRun[] runs, int need, Func<StudyRun, double?> value) =>
        new(name, index, [.. runs.Where(run => value(run) is not null).Select(run => new LabelledPoint(Size(run, need), value(run)!.Value, ""))]);
}
