namespace LoadGen.Trace;

/// <summary>Recorded steps, added up.</summary>
public sealed record TraceSummary
{
    /// <summary>Steps recorded.</summary>
    public required int Steps { get; init; }

    /// <summary>From the start of the first step to the end of the last one, idle time included.</summary>
    public required TimeSpan Span { get; init; }

    /// <summary>Model time spent in steps.</summary>
    public required TimeSpan StepTime { get; init; }

    /// <summary>The longest step; null without any.</summary>
    public long? LongestStep { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan? LongestStepDuration { get; init; }

    /// <summary>Prefill chunks.</summary>
    public required long Chunks { get; init; }

    /// <summary>Tokens computed in them.</summary>
    public required long PrefillTokens { get; init; }

    /// <summary>Decodes, a token each.</summary>
    public required long Decodes { get; init; }

    /// <summary>Admissions, those after a preemption included.</summary>
    public required long Admissions { get; init; }

    /// <summary>Tokens that admissions found in the prefix cache.</summary>
    public required long CachedTokens { get; init; }

    /// <summary>Times that a request lost its KV blocks.</summary>
    public required long Preemptions { get; init; }

    /// <summary>Requests that completed.</summary>
    public required long Completed { get; init; }

    /// <summary>Requests whose timeout was due.</summary>
    public required long TimedOut { get; init; }

    /// <summary>Requests that ended in any other way.</summary>
    public required long OtherEnds { get; init; }

    /// <summary>Most KV blocks held at once.</summary>
    public required int KvBlocksUsedMax { get; init; }

    /// <summary>Most requests that waited at once.</summary>
    public required int WaitingMax { get; init; }

    internal static TraceSummary Of(IReadOnlyList<TracedStep> steps, IReadOnlyList<TracedEnd> endedAfter)
    {
        TracedStep? longest = steps.MaxBy(step => step.Duration);
        TracedEnd[] early = [.. steps.SelectMany(step => step.EndedBefore), .. endedAfter];
        int timedOut = early.Count(end => end.Outcome == TracedEnd.TimedOut);
        return new TraceSummary
        {
            Steps = steps.Count,
            Span = steps.Count > 0 ? steps[^1].End - steps[0].Start : TimeSpan.Zero,
            StepTime = new TimeSpan(steps.Sum(step => step.Duration.Ticks)),
            LongestStep = longest?.Index,
            LongestStepDuration = longest?.Duration,
            Chunks = steps.Sum(step => (long)step.Chunks),
            PrefillTokens = steps.Sum(step => (long)step.PrefillTokens),
            Decodes = steps.Sum(step => (long)step.Decodes),
            Admissions = steps.Sum(step => (long)step.Admitted),
            CachedTokens = steps.Sum(step => (long)step.CachedTokens),
            Preemptions = steps.Sum(step => (long)step.Preempted.Count),
            Completed = steps.Sum(step => (long)step.Finished.Count),
            TimedOut = timedOut,
            OtherEnds = early.Length - timedOut,
            KvBlocksUsedMax = steps.Select(step => step.KvBlocksUsed).DefaultIfEmpty().Max(),
            WaitingMax = steps.Select(step => step.Waiting).DefaultIfEmpty().Max(),
        };
    }
}
