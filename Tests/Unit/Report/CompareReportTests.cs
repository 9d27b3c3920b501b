using LoadGen.Measure;
using LoadGen.Report;

namespace Tests.Unit.Report;

public sealed class CompareReportTests
{
    private static readonly CompareReport Sample = SampleComparison.Report();

    [Fact]
    public void Runs_are_grouped_by_configuration_and_rate_over_seeds()
    {
        Assert.Equal(["seed-single", "8 x TP1", "4 x TP2", "2 x TP4", "seed-tp8"], Sample.Configurations.Select(c => c.Name));
        Assert.Equal([1, 0.25, 0.05], Sample.RateScales);
        Assert.Equal([1, 2, 3], Sample.Seeds);
        Assert.Equal([1, 2, 3], Sample.RunsOf("4 x TP2", 0.25).Select(r => r.Seed));
    }

    [Fact]
    public void A_cell_is_the_mean_of_its_runs()
    {
        MeanInterval value = Sample.Value("4 x TP2", 0.25, CompareMetric.SuccessRate)!;

        Assert.Equal(Sample.RunsOf("4 x TP2", 0.25).Average(r => r.SuccessRate!.Value), value.Mean, 1e-12);
        Assert.Equal(3, value.Runs);
        Assert.True(value.HalfWidth > 0);
    }

    [Fact]
    public void Agreement_compares_only_the_seeds_that_were_also_run_live()
    {
        AgreementLine line = Sample.Agreement.First(l => l.Configuration == "seed-tp8" && l.Metric == "e2e_p50");
        RunReport simulated = Sample.RunsOf("seed-tp8", 0.05)[0];
        RunReport live = Sample.Runs.Single(r => r.Kind == ReportKind.Run && r.DisplayName == "seed-tp8");

        Assert.Equal(simulated.Latency.E2e!.P50!.Value.TotalSeconds, line.Simulated, 1e-12);
        Assert.Equal(live.Latency.E2e!.P50!.Value.TotalSeconds, line.Live, 1e-12);
        Assert.Equal(line.Live - line.Simulated, line.Difference, 1e-12);
        Assert.Equal((line.Live / line.Simulated) - 1, line.RelativeDifference!.Value, 1e-9);
    }

    [Fact]
    public void Without_real_traffic_there_is_no_agreement() => Assert.Empty(SampleComparison.Report(live: false).Agreement);

    [Fact]
    public void One_partial_run_makes_a_partial_comparison() => Assert.True(SampleComparison.Report(partial: true).Partial);
}
