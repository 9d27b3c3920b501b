namespace LoadGen.Trace.Terminal;

/// <summary>One line of the table: a step, or several one after the other in which the same sequences decode and nothing else happens to them.</summary>
/// <param name="First">The first step.</param>
/// <param name="Last">The last one, the same where there is one alone.</param>
/// <param name="Count">How many.</param>
/// <param name="Duration">Of all together.</param>
/// <param name="PrefillTokens">In all of them; with followed requests others may prefill meanwhile.</param>
/// <param name="Lanes">The lanes, alike in all of them.</param>
internal sealed record StepRow(TracedStep First, TracedStep Last, int Count, TimeSpan Duration, long PrefillTokens, Lane[] Lanes)
{
    /// <summary>The lines of a trace.</summary>
    public static IReadOnlyList<StepRow> Of(StepTrace trace)
    {
        bool followsAll = trace.Followed is null;
        HashSet<string>? followed = followsAll ? null : [.. trace.Followed!];
        IReadOnlyList<Lane[]> lanes = LaneChart.Of(trace);
        List<StepRow> rows = [];
        for (int i = 0; i < trace.Steps.Count; i++)
        {
            TracedStep step = trace.Steps[i];
            bool quiet = (!followsAll || step.Chunks == 0) && !step.Shares.Any(share => share.Kind == ShareKind.Prefill || share.CachedTokens is not null) && !TraceEvents.Any(step, followed);
            if (quiet && rows is [.., var last] && last.Foldable && last.Lanes.AsSpan().SequenceEqual(lanes[i]))
            {
                rows[^1] = last with { Last = step, Count = last.Count + 1, Duration = last.Duration + step.Duration, PrefillTokens = last.PrefillTokens + step.PrefillTokens };
            }
            else
            {
                rows.Add(new StepRow(step, step, 1, step.Duration, step.PrefillTokens, lanes[i]) { Foldable = quiet });
            }
        }

        return rows;
    }

    private bool Foldable { get; init; }
}
