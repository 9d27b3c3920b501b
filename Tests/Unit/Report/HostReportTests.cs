using LoadGen.Measure;
using LoadGen.Report;
using static Tests.Unit.Report.Records;

namespace Tests.Unit.Report;

public sealed class HostReportTests
{
    [Theory]
    [InlineData(4.9, 0.9, 10, true)]
    [InlineData(5.5, 0.9, 10, false)] // sends late
    [InlineData(0.1, 1.5, 10, false)] // more than 1 ms, and 5 % of 10 ms is less
    [InlineData(0.1, 1.5, 40, true)] // 5 % of 40 ms is 2 ms
    public void It_kept_up_when_sends_and_steps_were_on_time(double sendMilliseconds, double stepMilliseconds, double meanStepMilliseconds, bool keptUp)
    {
        HostReport host = HostReport.Live(
            Seconds(10), Seconds(100), Lateness(sendMilliseconds), Lateness(stepMilliseconds).Summarize(), TimeSpan.FromMilliseconds(meanStepMilliseconds));

        Assert.Equal(keptUp, host.KeptUp);
        Assert.Equal(10, host.Speedup);
    }

    [Theory]
    [InlineData(0.1, null)]
    [InlineData(5.5, false)]
    public void Without_step_lateness_it_is_known_only_that_it_did_not_keep_up(double sendMilliseconds, bool? keptUp) =>
        Assert.Equal(keptUp, HostReport.Live(Seconds(10), Seconds(100), Lateness(sendMilliseconds)).KeptUp);

    [Fact]
    public void Late_sends_make_the_load_generator_the_limit()
    {
        RunReport run = Measured() with { Host = HostReport.Live(Seconds(10), Seconds(10), Lateness(12)) };

        Assert.StartsWith("the load generator, not the server, was the limit: sends were late by 12", Limits.Of(run), StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_processor_makes_the_load_generator_the_limit()
    {
        RunReport run = Measured() with { Host = HostReport.Live(Seconds(10), Seconds(10), Lateness(0.1), cpuShare: 0.99) };

        Assert.Contains("CPU at 99.0 %", Limits.Of(run), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_late_in_virtual_time()
    {
        HostReport host = HostReport.Simulated(Seconds(0.5), Seconds(300));

        Assert.Equal(600, host.Speedup);
        Assert.Null(host.KeptUp);
        Assert.Null(Limits.Of(Measured() with { Host = host }));
    }

    private static LatencyHistogram Lateness(double milliseconds)
    {
        LatencyHistogram histogram = new();
        histogram.Record(TimeSpan.FromMilliseconds(milliseconds), 1_000);
        return histogram;
    }
}
