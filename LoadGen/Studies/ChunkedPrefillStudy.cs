using Emulator.Configuration;
using Emulator.CostModel;
using LoadGen.Schedule;

namespace LoadGen.Studies;

/// <summary>Whole prompts, then prompts cut ever smaller: the same load, and how long those who are generating wait for their next token.</summary>
public sealed class ChunkedPrefillStudy()
    : Study("chunked-prefill", "how long does a long prompt stall those who are generating, whole and in chunks?", "chat-documents", TimeSpan.FromSeconds(120))
{
    private static readonly int[] Budgets = [8_192, 2_048, 512];

    /// <inheritdoc/>
    public override StudyResult Run(StudySettings settings, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(settings);
        LoadSchedule schedule = settings.Schedule(cancellation: cancellation);
        StudyRun[] runs = StudyRun.All(settings, Variants(settings, schedule), cancellation);
        return new StudyResult
        {
            Study = this,
            Setting = settings.Describe(),
            Table = new StudyTable(
                ["prompts", "token budget", "ITL p50 ms", "ITL p99 ms", "ITL p99.9 ms", "ITL max ms", "TTFT p50 ms", "TTFT p99 ms"],
                [.. runs.Select(run => new[] { run.Variant.Server.EnableChunkedPrefill ? "in chunks" : "whole", Wording.Count(run.Engine.TokenBudget!.Value), Wording.Milliseconds(run.Itl.P50), Wording.Milliseconds(run.Itl.P99), Wording.Milliseconds(run.Itl.P999), Wording.Milliseconds(run.Itl.Max), Wording.Milliseconds(run.Ttft.P50), Wording.Milliseconds(run.Ttft.P99) })]),
            Sentences = [.. Sentences(runs).OfType<string>()],
            Picture = ChunkedPrefillPicture.Of(settings.Describe(), runs),
            Notes = StudyRun.Notes(runs),
        };
    }

    /// <summary>A prompt that is not cut needs room for all of it beside those who decode. With the same budget and chunks it is seen what the flag alone does.</summary>
    private static List<StudyVariant> Variants(StudySettings settings, LoadSchedule schedule)
    {
        EngineSetup setup = EngineSetup.From(settings.Server);
        int longest = Math.Min(schedule.Arrivals.Max(arrival => arrival.PromptTokens), setup.Blueprint.MaxModelLength);
        int whole = Math.Max(longest + setup.Blueprint.Scheduling.MaxNumSeqs, setup.Blueprint.Scheduling.TokenBudget);
        ServerOptions server = settings.Server with { BudgetPolicy = BudgetPolicy.Fixed, TargetStep = null, LongPrefillTokenThreshold = 0 };
        return
        [
            new StudyVariant("whole", server with { EnableChunkedPrefill = false, MaxNumBatchedTokens = whole }, schedule),
            .. Budgets.Where(budget => budget < whole && budget >= server.MaxNumSeqs).Prepend(whole).Select(budget =>
                new StudyVariant($"chunks of {Wording.Count(budget)}", server with { EnableChunkedPrefill = true, MaxNumBatchedTokens = budget }, schedule)),
        ];
    }

    private static IEnumerable<string?> Sentences(StudyRun[] runs)
    {
        (StudyRun whole, StudyRun same, StudyRun least) = (runs[0], runs[1], runs[^1]);
        yield return whole.Itl.Max is { } stall && least.Itl.Max is { } shortest
            ? $"With whole prompts the longest gap between two tokens is {Wording.Time(stall)}; with {least.Name} tokens it is {Wording.Time(shortest)}, {Wording.Times(shortest.TotalSeconds, stall.TotalSeconds, "long", "shorter")}."
            : null;
        yield return whole.Itl.Max is { } wholeMax && same.Itl.Max is { } sameMax
            ? $"Chunks at the budget of the whole prompts leave {Wording.Time(sameMax)}, {Wording.Times(sameMax.TotalSeconds, wholeMax.TotalSeconds, "long", "shorter")}: what the flag alone does, and the rest is the budget."
            : null;
        yield return whole.Ttft.P99 is { } before && least.Ttft.P99 is { } after
            ? $"TTFT p99 goes from {Wording.Time(before)} to {Wording.Time(after)}, {Wording.Times(after.TotalSeconds, before.TotalSeconds, "long", "shorter")}."
            : null;
    }
}
