using LoadGen.Measure;

namespace LoadGen.Report;

/// <summary>Collects what became of a run's arrivals and turns it into figures. Not thread safe: whoever measures in parallel adds at the end.</summary>
/// <param name="window">Which arrivals are measured, by when they were due.</param>
/// <param name="slo">Limits for goodput and attainment; null without.</param>
public sealed class RunMeasurements(MeasurementWindow window, Slo? slo = null)
{
    private readonly List<RequestRecord> _records = [];

    /// <summary>Every arrival so far, in the order in which they were added, those outside the window too.</summary>
    public IReadOnlyList<RequestRecord> Records => _records;

    /// <summary>The measured window.</summary>
    public MeasurementWindow Window => window;

    /// <summary>Gaps between tokens, (gap between chunks) / (tokens of the later), each counted once a token; of completed requests due in the window.</summary>
    public LatencyHistogram Itl { get; } = new();

    /// <summary>Gaps between chunks of the same requests.</summary>
    public LatencyHistogram Icl { get; } = new();

    /// <summary>Follow-ups whose turn never came.</summary>
    public long NotIssued { get; set; }

    /// <summary>Adds one arrival; each exactly once, when it has ended or the run has.</summary>
    public void Add(RequestRecord record) => _records.Add(record);

    /// <summary>Fills all measured fields of <paramref name="header"/>.</summary>
    /// <param name="header">Who ran what: every field that is not measured.</param>
    /// <param name="engine">What a watched engine did; null leaves the header's.</param>
    public RunReport Into(RunReport header, EngineStatistics? engine = null)
    {
        WindowTally all = new();
        SortedDictionary<string, WindowTally> byProfile = new(StringComparer.Ordinal);
        long excluded = 0;
        foreach (RequestRecord record in _records)
        {
            if (!window.Contains(record.At))
            {
                excluded++;
                continue;
            }

            if (!byProfile.TryGetValue(record.Profile, out WindowTally? profile))
            {
                byProfile.Add(record.Profile, profile = new WindowTally());
            }

            all.Add(record, slo);
            profile.Add(record, slo);
        }

        double seconds = window.Length.TotalSeconds;
        double toLastAnswer = Math.Max(seconds, (all.LastEnd - window.From).TotalSeconds);
        return header with
        {
            Window = new WindowReport(window.From, window.To, excluded),
            Outcomes = all.Outcomes,
            Arrivals = all.Arrivals,
            FollowUps = all.FollowUps,
            NotIssued = NotIssued,
            SuccessRate = all.Arrivals > 0 ? (double)all.Completed / all.Arrivals : null,
            RequestsPerSecond = all.Completed / seconds,
            PromptTokensPerSecond = all.PromptTokens / seconds,
            OutputTokensPerSecond = all.OutputTokens / seconds,
            Sustained = new SustainedRates(toLastAnswer, all.Completed / toLastAnswer, all.PromptTokens / toLastAnswer, all.OutputTokens / toLastAnswer),
            Slo = slo,
            Goodput = slo is null ? null : all.Good / seconds,
            SloAttainment = slo is null || all.Arrivals == 0 ? null : (double)all.Good / all.Arrivals,
            Latency = all.Latency() with { Itl = WindowTally.Summary(Itl), Icl = WindowTally.Summary(Icl) },
            LatencyAdjusted = all.Adjusted(),
            Distributions = new DistributionReport { Ttft = Distribution.Of(all.Ttft, all.Arrivals), E2e = Distribution.Of(all.E2e, all.Arrivals) },
            Profiles = [.. byProfile.Select(p => p.Value.Profile(p.Key))],
            Engine = engine is null ? header.Engine : EngineReport.Of(engine),
            Timeline = engine is null ? header.Timeline : TimelineReport.Of(engine.Timeline),
        };
    }
}
