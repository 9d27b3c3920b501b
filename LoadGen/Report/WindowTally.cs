using LoadGen.Measure;

namespace LoadGen.Report;

/// <summary>Running sums over the arrivals of a window.</summary>
internal sealed class WindowTally
{
    private readonly long[] _outcomes = new long[LoadOutcomes.Count];
    private readonly LatencyHistogram _ttftService = new();
    private readonly LatencyHistogram _tpot = new();
    private readonly LatencyHistogram _e2eService = new();
    private readonly LatencyHistogram _queue = new();

    public long Arrivals { get; private set; }

    public long FollowUps { get; private set; }

    public long Good { get; private set; }

    public long PromptTokens { get; private set; }

    public long OutputTokens { get; private set; }

    /// <summary>When the last completed request ended.</summary>
    public TimeSpan LastEnd { get; private set; }

    public long Completed => _outcomes[(int)LoadOutcome.Completed];

    public OutcomeCounts Outcomes => OutcomeCounts.Of(_outcomes);

    public LatencyHistogram Ttft { get; } = new();

    public LatencyHistogram E2e { get; } = new();

    public void Add(RequestRecord record, Slo? slo)
    {
        Arrivals++;
        _outcomes[(int)record.Outcome]++;
        FollowUps += record.IsFollowUp ? 1 : 0;
        Good += slo is not null && slo.IsMetBy(record) ? 1 : 0;
        if (record.Ttft is not null)
        {
            Record(Ttft, record.Ttft);
            Record(_ttftService, record.TtftService);
            Record(_queue, record.Queue);
        }

        if (record.Outcome == LoadOutcome.Completed)
        {
            PromptTokens += record.PromptTokens;
            OutputTokens += record.OutputTokens;
            LastEnd = record.At + record.E2e is TimeSpan end && end > LastEnd ? end : LastEnd;
            Record(_tpot, record.Tpot);
            Record(E2e, record.E2e);
            Record(_e2eService, record.E2eService);
        }
    }

    public LatencyReport Latency() => new()
    {
        Ttft = Summary(Ttft),
        TtftService = Summary(_ttftService),
        Tpot = Summary(_tpot),
        E2e = Summary(E2e),
        E2eService = Summary(_e2eService),
        Queue = Summary(_queue),
    };

    public AdjustedLatencyReport Adjusted() => Arrivals == 0
        ? new AdjustedLatencyReport()
        : new AdjustedLatencyReport { Ttft = Ttft.Summarize(Arrivals - Ttft.Count), E2e = E2e.Summarize(Arrivals - E2e.Count) };

    public ProfileReport Profile(string name) => new(name, Arrivals, Outcomes, (double)Completed / Arrivals, Summary(Ttft));

    public static LatencySummary? Summary(LatencyHistogram histogram) => histogram.Count == 0 ? null : histogram.Summarize();

    private static void Record(LatencyHistogram histogram, TimeSpan? duration)
    {
        if (duration is TimeSpan value)
        {
            histogram.Record(value);
        }
    }
}
