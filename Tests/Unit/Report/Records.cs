using LoadGen.Measure;
using LoadGen.Report;

namespace Tests.Unit.Report;

/// <summary>Five arrivals whose figures can be worked out by hand.</summary>
internal static class Records
{
    public static readonly RequestRecord Chat = new()
    {
        Id = "2",
        Profile = "chat",
        At = Seconds(1),
        PromptTokens = 100,
        OutputTokensAsked = 11,
        OutputTokens = 11,
        Outcome = LoadOutcome.Completed,
        Ttft = Seconds(0.5),
        TtftService = Seconds(0.4),
        Tpot = Seconds(0.02),
        E2e = Seconds(0.7),
        E2eService = Seconds(0.6),
        Queue = Seconds(0.1),
        CachedTokens = 0,
        Preemptions = 0,
    };

    public static readonly RequestRecord FollowUp = Chat with
    {
        Id = "2.1",
        At = Seconds(4),
        PromptTokens = 150,
        OutputTokensAsked = 21,
        OutputTokens = 21,
        CachedTokens = 96,
        Ttft = Seconds(0.3),
        TtftService = Seconds(0.3),
        Tpot = Seconds(0.04),
        E2e = Seconds(1.1),
        E2eService = Seconds(1.1),
        Queue = TimeSpan.Zero,
        Preemptions = 1,
        IsFollowUp = true,
        TraceId = "0af7651916cd43dd8448eb211c80319c",
    };

    /// <summary>It had a first token when its time was up: TTFT and queue count, the rest does not.</summary>
    public static readonly RequestRecord TooLate = new()
    {
        Id = "1",
        Profile = "book",
        At = Seconds(1),
        PromptTokens = 6_000,
        OutputTokensAsked = 500,
        OutputTokens = 40,
        Outcome = LoadOutcome.TimedOut,
        Reason = "total, decode",
        Ttft = Seconds(9),
        Tpot = Seconds(5),
        E2e = Seconds(90),
        Queue = Seconds(8),
        Attempts = 2,
    };

    public static readonly RequestRecord Refused = new()
    {
        Id = "3",
        Profile = "book",
        At = Seconds(7.25),
        PromptTokens = 12_510,
        OutputTokensAsked = 10,
        Outcome = LoadOutcome.Invalid,
        Reason = "context_length_exceeded",
    };

    public static readonly RequestRecord InWarmup = Chat with { Id = "0", At = Seconds(0.9999999) };

    public static readonly IReadOnlyList<RequestRecord> All = [FollowUp, Chat, TooLate, Refused, InWarmup];

    public static RunReport Header(string configuration = "seed-tp8", double rateScale = 1, long seed = 1) => new()
    {
        Kind = ReportKind.Simulate,
        Workload = "heavy",
        Seed = seed,
        Duration = Seconds(11),
        Preset = configuration,
        RateScale = rateScale,
    };

    public static RunReport Measured(Slo? slo = null)
    {
        RunMeasurements measurements = new(new MeasurementWindow(Seconds(1), Seconds(11)), slo) { NotIssued = 3 };
        foreach (RequestRecord record in All)
        {
            measurements.Add(record);
        }

        measurements.Itl.Record(Seconds(0.02), 10);
        measurements.Itl.Record(Seconds(0.04), 20);
        return measurements.Into(Header());
    }

    public static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
