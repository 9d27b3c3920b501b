using Emulator.Configuration;
using LoadGen.Schedule;

namespace LoadGen.Studies;

/// <summary>Conversations without prefix caching, with it, and with it in a pool that has little room for what nobody holds.</summary>
public sealed class PrefixCachingStudy()
    : Study("prefix-caching", "what does a conversation gain when its past is still in the KV cache?", "multi-turn", TimeSpan.FromSeconds(120))
{
    // Room beyond what live requests hold at their peak, for blocks that are only remembered.
    private const double TightRoom = 1.25;

    /// <inheritdoc/>
    public override StudyResult Run(StudySettings settings, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(settings);
        LoadSchedule schedule = settings.Schedule(cancellation: cancellation);
        ServerOptions on = settings.Server with { EnablePrefixCaching = true };
        StudyRun[] pair = StudyRun.All(settings, [new StudyVariant("off", settings.Server with { EnablePrefixCaching = false }, schedule), new StudyVariant("on", on, schedule)], cancellation);
        int tight = Math.Min(pair[1].Setup.KvBlocks, (int)(pair[1].PeakBlocks * TightRoom)) + 1;
        StudyRun[] runs = [.. pair, .. StudyRun.All(settings, [new StudyVariant("on, small pool", on with { NumGpuBlocksOverride = Math.Max(2, tight) }, schedule)], cancellation)];
        TurnFigures[][] turns = [.. runs.Select(run => TurnFigures.Of(run.Run.Records, schedule))];
        return new StudyResult
        {
            Study = this,
            Setting = settings.Describe(),
            Table = new StudyTable(
                ["turn", "requests", "prompt tokens", .. runs.Select(run => $"{run.Name}: TTFT p50 ms"), .. runs.Skip(1).Select(run => $"{run.Name}: cached")],
                [.. Enumerable.Range(0, turns.Max(run => run.Length)).Select(turn => Row(turn, turns))]),
            Sentences = [.. Sentences(runs).OfType<string>()],
            Picture = PrefixCachingPicture.Of(settings.Describe(), runs, turns),
            Notes = StudyRun.Notes(runs),
        };
    }

    // Which follow-ups come depends on the server; the columns of requests and prompt tokens are those of the run with caching.
    private static string[] Row(int turn, TurnFigures[][] runs)
    {
        TurnFigures?[] figures = [.. runs.Select(run => turn < run.Length ? run[turn] : null)];
        return
        [
            $"{turn + 1}",
            Wording.Count(figures[1]?.Requests ?? 0),
            Wording.Number(figures[1]?.PromptTokens),
            .. figures.Select(run => Wording.Milliseconds(run?.Ttft.P50)),
            .. figures.Skip(1).Select(run => Wording.Share(run?.CachedShare)),
        ];
    }

    private static IEnumerable<string?> Sentences(StudyRun[] runs)
    {
        (StudyRun off, StudyRun on, StudyRun small) = (runs[0], runs[1], runs[2]);
        yield return off.Ttft.P50 is { } without && on.Ttft.P50 is { } with
            ? $"With caching {Wording.Share(on.Engine.PrefixHitRate)} of the prompt tokens are found, and the TTFT p50 over all turns is {Wording.Time(with)} in place of {Wording.Time(without)}, {Wording.Times(with.TotalSeconds, without.TotalSeconds, "long", "shorter")}."
            : null;
        yield return off.Itl.P99 is { } before && on.Itl.P99 is { } after
            ? $"It computes {Wording.Count(on.Engine.ComputedTokens!.Value)} tokens for {Wording.Count(on.Report.Arrivals)} requests, without it {Wording.Count(off.Engine.ComputedTokens!.Value)} for {Wording.Count(off.Report.Arrivals)}; who generates feels that too, at an ITL p99 of {Wording.Time(after)} beside {Wording.Time(before)}."
            : null;
        yield return small.Ttft.P50 is { } evicted && on.Engine.PrefixHitRate is { } hits && small.Engine.PrefixHitRate is { } left
            ? $"In a pool of {Wording.Count(small.Setup.KvBlocks)} blocks in place of {Wording.Count(on.Setup.KvBlocks)} {Wording.Share(left)} are found ({Wording.Times(left, hits, "many", "fewer")}), and the TTFT p50 is {Wording.Time(evicted)}."
            : null;
    }
}
