using LoadGen.Measure;
using LoadGen.Schedule;

namespace LoadGen.Studies;

/// <summary>The requests that were the same turn of their conversations.</summary>
/// <param name="Requests">How many.</param>
/// <param name="PromptTokens">Tokens of a prompt, mean.</param>
/// <param name="CachedTokens">Those of them found in the prefix cache, mean.</param>
/// <param name="Ttft">Time to first token.</param>
internal sealed record TurnFigures(int Requests, double PromptTokens, double CachedTokens, LatencySummary Ttft)
{
    public double CachedShare => CachedTokens / PromptTokens;

    /// <summary>Turn 1 first, up to the last that anybody reached.</summary>
    public static TurnFigures[] Of(IEnumerable<RequestRecord> records, LoadSchedule schedule) =>
    [
        .. records.GroupBy(record => schedule.Arrivals[schedule.IndexOf(record.Id)].Turn).OrderBy(turn => turn.Key).Select(turn => new TurnFigures(
            turn.Count(),
            turn.Average(record => record.PromptTokens),
            turn.Average(record => record.CachedTokens ?? 0),
            LatencyHistogram.Of(turn.Select(record => record.Ttft)).Summarize())),
    ];
}
