using LoadGen.Schedule;

namespace LoadGen.Studies;

/// <summary>One load over ever smaller KV pools, measured by what the load held at once when it had room.</summary>
public sealed class PreemptionStudy()
    : Study("preemption", "what happens when the KV cache is too small for what was admitted?", "reasoning", TimeSpan.FromSeconds(90))
{
    private static readonly double[] Shares = [1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3];

    /// <inheritdoc/>
    public override StudyResult Run(StudySettings settings, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(settings);
        LoadSchedule schedule = settings.Schedule(cancellation: cancellation);
        StudyRun[] roomy = StudyRun.All(settings, [new StudyVariant("all", settings.Server, schedule)], cancellation);
        int need = Math.Max(roomy[0].PeakBlocks, 1);
        StudyRun[] runs =
        [
            .. roomy,
            .. StudyRun.All(settings, [.. Shares.Select(share => new StudyVariant(Wording.ShareAxis(share), settings.Server with { NumGpuBlocksOverride = Math.Max(2, (int)Math.Ceiling(share * need) + 1) }, schedule))], cancellation),
        ];
        return new StudyResult
        {
            Study = this,
            Setting = settings.Describe(),
            Table = new StudyTable(
                ["KV blocks", "of the need", "completed", "preemptions", "wasted tokens", "output tokens/s", "TTFT p50 s", "E2E p50 s", "E2E p99 s", "ITL max s"],
                [.. runs.Select(run => new[] { Wording.Count(run.Setup.KvBlocks), Wording.Share((double)run.Setup.KvBlocks / need), Wording.Share(run.Report.SuccessRate), Wording.Count(run.Engine.Preemptions!.Value), Wording.Share(run.WastedShare), Wording.Number(run.Report.Sustained?.OutputTokensPerSecond), Wording.Number(run.Ttft.P50?.TotalSeconds), Wording.Number(run.E2e.P50?.TotalSeconds), Wording.Number(run.E2e.P99?.TotalSeconds), Wording.Number(run.Itl.Max?.TotalSeconds) })]),
            Sentences = [.. Sentences(runs, need).OfType<string>()],
            Picture = PreemptionPicture.Of(settings.Describe(), runs, need),
            Notes = StudyRun.Notes(runs),
        };
    }

    /// <summary>The run with the most preemptions.</summary>
    internal static StudyRun Storm(StudyRun[] runs) => runs.MaxBy(run => run.Engine.Preemptions)!;

    private static IEnumerable<string?> Sentences(StudyRun[] runs, int need)
    {
        StudyRun roomy = runs[0];
        StudyRun storm = Storm(runs);
        yield return $"With room for all, {Wording.Count(roomy.Setup.KvBlocks)} blocks, the load holds {Wording.Count(need)} at its peak, and {Wording.Share(roomy.Report.SuccessRate)} of the requests complete.";
        yield return storm.Engine.Preemptions == 0
            ? "No pool was small enough for a preemption."
            : $"The storm is at {Wording.Count(storm.Setup.KvBlocks)} blocks, {Wording.Share((double)storm.Setup.KvBlocks / need)} of that: {Wording.Count(storm.Engine.Preemptions!.Value)} preemptions over {Wording.Count(storm.Report.Arrivals)} requests, {Wording.Share(storm.WastedShare)} of all computed tokens wasted, {Wording.Share(storm.Report.SuccessRate)} complete.";
        yield return roomy.E2e.P50 is { } calm && storm.E2e.P50 is { } rough && storm.Itl.Max is { } silence && storm.Engine.Preemptions > 0
            ? $"Its E2E p50 is {Wording.Time(rough)} beside {Wording.Time(calm)} with room ({Wording.Times(rough.TotalSeconds, calm.TotalSeconds, "long", "shorter")}); a request that lost its blocks was silent for up to {Wording.Time(silence)} in mid-answer."
            : null;
    }
}
