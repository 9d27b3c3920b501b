using System.Globalization;

namespace LoadGen.Trace.Terminal;

/// <summary>Who came and went in a step, in words that fit.</summary>
internal static class TraceEvents
{
    /// <summary>Whether anybody of <paramref name="followed"/> did; null = of all.</summary>
    public static bool Any(TracedStep step, IReadOnlySet<string>? followed) =>
        step.EndedBefore.Concat(step.Finished).Select(end => end.Id).Concat(step.Preempted).Any(id => followed?.Contains(id) != false)
        || step.Shares.Any(share => share.CachedTokens is not null);

    /// <summary>With names where they fit into <paramref name="width"/>, else with numbers, else nothing.</summary>
    public static string Text(TracedStep step, IReadOnlySet<string>? followed, int width, bool named)
    {
        string names = string.Join("  ", Names(step, followed));
        string numbers = string.Join(' ', Numbers(step, followed));
        return named && names.Length <= width ? names : numbers.Length <= width ? numbers : "";
    }

    private static IEnumerable<string> Names(TracedStep step, IReadOnlySet<string>? followed)
    {
        foreach (TracedEnd end in Of(step.EndedBefore, followed))
        {
            yield return $"{(end.Outcome == TracedEnd.TimedOut ? "timed out" : end.Outcome.Replace('_', ' '))} {end.Id}";
        }

        foreach (string id in step.Preempted.Where(id => followed?.Contains(id) != false))
        {
            yield return $"preempted {id}";
        }

        foreach (TracedShare share in step.Shares.Where(share => share.CachedTokens is not null))
        {
            yield return $"+{share.Id}{(share.CachedTokens > 0 ? string.Create(CultureInfo.InvariantCulture, $" ({share.CachedTokens:N0} cached)") : "")}";
        }

        foreach (TracedEnd end in Of(step.Finished, followed))
        {
            yield return $"-{end.Id}";
        }
    }

    private static IEnumerable<string> Numbers(TracedStep step, IReadOnlySet<string>? followed)
    {
        (string Mark, int Count)[] counts =
        [
            ("t", Of(step.EndedBefore, followed).Count(end => end.Outcome == TracedEnd.TimedOut)),
            ("!", Of(step.EndedBefore, followed).Count(end => end.Outcome != TracedEnd.TimedOut)),
            ("x", step.Preempted.Count(id => followed?.Contains(id) != false)),
            ("+", step.Shares.Count(share => share.CachedTokens is not null)),
            ("-", Of(step.Finished, followed).Count()),
        ];
        return counts.Where(c => c.Count > 0).Select(c => c.Mark + c.Count.ToString(CultureInfo.InvariantCulture));
    }

    private static IEnumerable<TracedEnd> Of(IEnumerable<TracedEnd> ends, IReadOnlySet<string>? followed) => ends.Where(end => followed?.Contains(end.Id) != false);
}
