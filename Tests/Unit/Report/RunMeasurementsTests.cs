using LoadGen.Measure;
using LoadGen.Report;
using static Tests.Unit.Report.Records;

namespace Tests.Unit.Report;

public sealed class RunMeasurementsTests
{
    [Fact]
    public void Success_rate_is_completed_by_all_arrivals_of_the_window()
    {
        RunReport report = Measured();

        Assert.Equal(4, report.Arrivals);
        Assert.Equal(1, report.FollowUps);
        Assert.Equal(new OutcomeCounts(Completed: 2, TimedOut: 1, Invalid: 1), report.Outcomes);
        Assert.Equal(0.5, report.SuccessRate);
        Assert.Equal(3, report.NotIssued);
        Assert.Equal(new WindowReport(Seconds(1), Seconds(11), 1), report.Window);
    }

    [Fact]
    public void Rates_are_those_of_completed_requests_by_the_windows_length()
    {
        RunReport report = Measured();

        Assert.Equal(0.2, report.RequestsPerSecond);
        Assert.Equal(25, report.PromptTokensPerSecond);
        Assert.Equal(3.2, report.OutputTokensPerSecond);
    }

    [Fact]
    public void Ttft_and_queue_count_every_first_token_but_the_rest_only_completed_requests()
    {
        LatencyReport latency = Measured().Latency;

        Assert.Equal((3, Seconds(9)), (latency.Ttft!.Count, latency.Ttft.Max));
        Assert.Equal((3, Seconds(8)), (latency.Queue!.Count, latency.Queue.Max));
        Assert.Equal((2, Seconds(0.4)), (latency.TtftService!.Count, latency.TtftService.Max));
        Assert.Equal((2, Seconds(0.03)), (latency.Tpot!.Count, latency.Tpot.Mean));
        Assert.Equal((2, Seconds(0.9)), (latency.E2e!.Count, latency.E2e.Mean));
        Assert.Equal(30, latency.Itl!.Count);
        Assert.Null(latency.Icl);
    }

    [Fact]
    public void The_adjusted_view_counts_what_got_no_answer_as_infinite()
    {
        AdjustedLatencyReport adjusted = Measured().LatencyAdjusted;

        Assert.Equal((4, null), (adjusted.Ttft!.Count, adjusted.Ttft.P90));
        Assert.Equal(0.5, adjusted.Ttft.P50!.Value.TotalSeconds, 0.001);
        Assert.Equal(1.1, adjusted.E2e!.P50!.Value.TotalSeconds, 0.002);
        Assert.Null(adjusted.E2e.P95);
    }

    [Fact]
    public void Goodput_needs_completion_and_every_given_limit()
    {
        RunReport report = Measured(new Slo(Ttft: Seconds(10), Tpot: Seconds(0.02)));

        Assert.Equal(0.25, report.SloAttainment); // of two completed, one is slower than 20 ms a token; the timed-out one had its first token in time
        Assert.Equal(0.1, report.Goodput);
    }

    [Fact]
    public void Without_limits_there_is_no_goodput() => Assert.Null(Measured().Goodput);

    [Fact]
    public void Profiles_are_counted_apart()
    {
        IReadOnlyList<ProfileReport> profiles = Measured().Profiles;

        Assert.Equal([("book", 2L, 0.0), ("chat", 2L, 1.0)], profiles.Select(p => (p.Name, p.Arrivals, p.SuccessRate)));
    }

    [Fact]
    public void A_window_without_arrivals_has_no_success_rate()
    {
        RunReport report = new RunMeasurements(new MeasurementWindow(TimeSpan.Zero, Seconds(1))).Into(Header());

        Assert.Null(report.SuccessRate);
        Assert.Null(report.Latency.Ttft);
        Assert.Equal(0, report.RequestsPerSecond);
    }

    [Fact]
    public void A_distribution_ends_at_the_share_that_was_answered()
    {
        Distribution ttft = Measured().Distributions.Ttft!;

        Assert.Equal(0.75, ttft.Share[^1]);
        Assert.Equal(9, ttft.Seconds[^1]);
    }
}
