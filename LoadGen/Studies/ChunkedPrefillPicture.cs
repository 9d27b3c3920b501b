using Emulator.Svg;
using LoadGen.Measure;

namespace LoadGen.Studies;

/// <summary>The moments around the worst stall, how often there are gaps of what length, and TTFT against ITL.</summary>
internal static class ChunkedPrefillPicture
{
    private const double ShownSeconds = 8;
    private const int PointsPerDecade = 24;

    public static PanelSheet Of(string setting, StudyRun[] runs) => new(
        "Chunked prefill: how long those who are generating wait for a token", setting,
        [[Stall(runs[0], runs[^1], runs.Length - 1)], [Gaps(runs), Trade(runs)]]);

    private static CurvePanel Stall(StudyRun whole, StudyRun chunked, int chunkedIndex)
    {
        StepLog.Step worst = whole.Steps.Steps.Where(step => step.Decodes > 0).DefaultIfEmpty().MaxBy(step => step.Seconds);
        double from = Math.Max(0, ((worst.Start + worst.End) / 2) - (ShownSeconds / 2));
        Curve[] curves = [Steps(whole, 0), Steps(chunked, chunkedIndex)];
        double most = curves.SelectMany(curve => curve.Points).Select(point => point.Y).DefaultIfEmpty(1).Max();
        return new CurvePanel(
            "Step time around the longest stall: the gap between two tokens of everybody who generates",
            PanelAxis.Between("model time (s)", from, from + ShownSeconds, Wording.NumberAxis),
            PanelAxis.FromZero("", most, Wording.SecondsAxis),
            curves);

        Curve Steps(StudyRun run, int index) => new(run.Name, index,
        [
            .. run.Steps.Steps.Where(step => step.End > from && step.Start < from + ShownSeconds)
                .SelectMany(step => new[] { new LabelledPoint(step.Start, step.Seconds, ""), new LabelledPoint(step.End, step.Seconds, "") }),
        ])
        { HasDots = false };
    }

    private static string Short(StudyRun run) => run.Variant.Server.EnableChunkedPrefill ? Wording.Count(run.Engine.TokenBudget!.Value) : run.Name;

    private static CurvePanel Gaps(StudyRun[] runs)
    {
        Curve[] curves = [.. runs.Select((run, i) => new Curve(Short(run), i, [.. Tail(run.Run.Result.Itl)]) { HasDots = false })];
        LabelledPoint[] all = [.. curves.SelectMany(curve => curve.Points)];
        return new CurvePanel(
            "Share of gaps that are longer, by token budget",
            PanelAxis.Powers("gap", all.Select(point => point.X), Wording.SecondsAxis),
            PanelAxis.Powers("", all.Select(point => point.Y), Wording.ShareAxis),
            curves);
    }

    /// <summary>Points (gap, share of longer ones), evenly spaced on a logarithmic axis down to the longest gap.</summary>
    private static IEnumerable<LabelledPoint> Tail(LatencyHistogram gaps)
    {
        int points = gaps.Count == 0 ? 0 : (int)(Math.Log10(gaps.Count) * PointsPerDecade);
        for (int i = 0; i <= points && gaps.Count > 0; i++)
        {
            double share = Math.Pow(10, -(double)i / PointsPerDecade);
            yield return new LabelledPoint(gaps.ValueAt(1 - share)!.Value.TotalSeconds, share, "");
        }
    }

    private static CurvePanel Trade(StudyRun[] runs)
    {
        Curve[] points = [.. runs.Select((run, i) => (run, i)).Where(pair => pair.run.Ttft.P99 is not null && pair.run.Itl.P999 is not null)
            .Select(pair => new Curve(Short(pair.run), pair.i, [new LabelledPoint(pair.run.Ttft.P99!.Value.TotalSeconds, pair.run.Itl.P999!.Value.TotalSeconds, Short(pair.run))]))];
        LabelledPoint[] all = [.. points.SelectMany(curve => curve.Points)];
        return new CurvePanel(
            "ITL p99.9 against TTFT p99",
            PanelAxis.FromZero("TTFT p99", all.Select(point => point.X).DefaultIfEmpty(1).Max() * 1.1, Wording.SecondsAxis),
            PanelAxis.FromZero("", all.Select(point => point.Y).DefaultIfEmpty(1).Max(), Wording.SecondsAxis),
            [.. points.Select(curve => curve with { Name = "" })]);
    }
}
