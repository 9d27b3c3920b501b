using Emulator.Configuration;
using Emulator.CostModel;
using Emulator.Svg;
using LoadGen.Schedule;

namespace LoadGen.Studies;

/// <summary>One load under token budgets that double: what a small budget gives those who generate, and takes from those who wait.</summary>
public sealed class TokenBudgetStudy()
    : Study("token-budget", "what does the token budget of a step trade between TTFT and ITL?", "chat-documents", TimeSpan.FromSeconds(120))
{
    private static readonly int[] Budgets = [256, 512, 1_024, 2_048, 4_096, 8_192, 16_384];

    /// <inheritdoc/>
    public override StudyResult Run(StudySettings settings, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(settings);
        LoadSchedule schedule = settings.Schedule(cancellation: cancellation);
        ServerOptions server = settings.Server with { BudgetPolicy = BudgetPolicy.Fixed, TargetStep = null, EnableChunkedPrefill = true };
        int[] budgets = [.. Budgets.Select(budget => Math.Max(budget, server.MaxNumSeqs)).Distinct()];
        StudyRun[] runs = StudyRun.All(settings, [.. budgets.Select(budget => new StudyVariant(Wording.Count(budget), server with { MaxNumBatchedTokens = budget }, schedule))], cancellation);
        return new StudyResult
        {
            Study = this,
            Setting = settings.Describe(),
            Table = new StudyTable(
                ["token budget", "TTFT p50 ms", "TTFT p99 ms", "ITL p50 ms", "ITL p99 ms", "E2E p50 s", "output tokens/s", "steps"],
                [.. runs.Select(run => new[] { run.Name, Wording.Milliseconds(run.Ttft.P50), Wording.Milliseconds(run.Ttft.P99), Wording.Milliseconds(run.Itl.P50), Wording.Milliseconds(run.Itl.P99), Wording.Number(run.E2e.P50?.TotalSeconds), Wording.Number(run.Report.Sustained?.OutputTokensPerSecond), Wording.Count(run.Engine.Steps!.Value) })]),
            Sentences = [.. Sentences(runs).OfType<string>()],
            Picture = new PanelSheet("Token budget: TTFT against ITL", settings.Describe(), [[Trade(runs), ByBudget(runs, budgets)]]),
            Notes = StudyRun.Notes(runs),
        };
    }

    private static IEnumerable<string?> Sentences(StudyRun[] runs)
    {
        (StudyRun least, StudyRun most) = (runs[0], runs[^1]);
        yield return least.Itl.P99 is { } calm && most.Itl.P99 is { } rough && least.Ttft.P99 is { } late && most.Ttft.P99 is { } early
            ? $"From {most.Name} tokens a step down to {least.Name} the ITL p99 goes from {Wording.Time(rough)} to {Wording.Time(calm)} ({Wording.Times(calm.TotalSeconds, rough.TotalSeconds, "long", "shorter")}), the TTFT p99 from {Wording.Time(early)} to {Wording.Time(late)} ({Wording.Times(late.TotalSeconds, early.TotalSeconds, "long", "shorter")})."
            : null;
        StudyRun[] rated = [.. runs.Where(run => run.Ttft.P99 is not null)];
        yield return rated.Length > 1 && rated.MinBy(run => run.Ttft.P99) is { } best
            ? $"TTFT p99 is least, {Wording.Time(best.Ttft.P99!.Value)}, at a budget of {best.Name}."
            : null;
        yield return runs.Select(run => run.Report.Sustained?.OutputTokensPerSecond).OfType<double>().ToArray() is [_, _, ..] rates
            ? $"Until the last answer {Wording.Number(rates.Min())} to {Wording.Number(rates.Max())} output tokens/s are served over all budgets."
            : null;
    }

    private static CurvePanel Trade(StudyRun[] runs)
    {
        Curve curve = new("", 0, [.. runs.Where(run => run.Ttft.P99 is not null && run.Itl.P99 is not null).Select(run => new LabelledPoint(run.Ttft.P99!.Value.TotalSeconds, run.Itl.P99!.Value.TotalSeconds, run.Name))]);
        return new CurvePanel(
            "ITL p99 against TTFT p99, a point a budget",
            PanelAxis.Powers("TTFT p99", curve.Points.SelectMany(point => new[] { point.X / 1.2, point.X * 1.2 }), Wording.SecondsAxis),
            PanelAxis.Powers("", curve.Points.Select(point => point.Y), Wording.SecondsAxis),
            [curve]);
    }

    private static CurvePanel ByBudget(StudyRun[] runs, int[] budgets)
    {
        Curve[] curves =
        [
            Line("TTFT p50", 0, run => run.Ttft.P50),
            Line("TTFT p99", 1, run => run.Ttft.P99),
            Line("ITL p50", 2, run => run.Itl.P50),
            Line("ITL p99", 3, run => run.Itl.P99),
        ];
        return new CurvePanel(
            "Latency by budget",
            PanelAxis.At("token budget", [.. budgets.Select(budget => (double)budget)], Wording.NumberAxis),
            PanelAxis.Powers("", curves.SelectMany(curve => curve.Points).Select(point => point.Y), Wording.SecondsAxis),
            curves);

        Curve Line(string name, int index, Func<StudyRun, TimeSpan?> value) =>
            new(name, index, [.. runs.Zip(budgets).Where(pair => value(pair.First) is not null).Select(pair => new LabelledPoint(pair.Second, value(pair.First)!.Value.TotalSeconds, ""))]);
    }
}
