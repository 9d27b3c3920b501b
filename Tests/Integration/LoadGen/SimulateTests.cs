using System.Diagnostics;
using Emulator.Cli;
using LoadGen.Report;

namespace Tests.Integration.LoadGen;

/// <summary><c>loadgen simulate</c> from the command line to its files.</summary>
public sealed class SimulateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Two_simulations_with_one_seed_differ_only_in_how_long_they_took()
    {
        string[] args = ["simulate", "--preset", "seed-tp8", "--workload", SmallWorkload.Chats(_folder), "--duration", "20s", "--replicas", "2", "--quiet", "--json", "-"];
        LoadGenRun first = await LoadGenRun.Of(args);
        LoadGenRun second = await LoadGenRun.Of(args);

        Assert.Equal((ExitCode.Done, ""), (first.Code, first.Error));
        Assert.Equal(ReportJson.Text(ReportJson.ReadRun(first.Output) with { Host = new HostReport() }), ReportJson.Text(ReportJson.ReadRun(second.Output) with { Host = new HostReport() }));
    }

    [Fact]
    public async Task A_cancelled_simulation_is_exit_code_130_and_its_report_is_partial()
    {
        using CancellationTokenSource interrupt = new(TimeSpan.FromMilliseconds(300));
        Stopwatch wall = Stopwatch.StartNew();

        LoadGenRun run = await LoadGenRun.Of(["simulate", "--preset", "seed-tp8", "--workload", "heavy", "--duration", "30m", "--out", _folder.PathOf(".")], (_, _) => { }, interrupt.Token);

        Assert.True(wall.Elapsed < TimeSpan.FromMinutes(1), $"it took {wall.Elapsed}");
        Assert.Equal((ExitCode.Interrupted, true), (run.Code, LoadGenRun.ReportIn(_folder).Partial));
        Assert.Contains("Partial", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_simulation_that_is_cancelled_before_it_begins_writes_an_empty_partial_report()
    {
        LoadGenRun run = await LoadGenRun.Of(["simulate", "--preset", "seed-tp8", "--workload", "light", "--out", _folder.PathOf(".")], (_, _) => { }, new CancellationToken(canceled: true));

        Assert.Equal((ExitCode.Interrupted, true, 0), (run.Code, LoadGenRun.ReportIn(_folder).Partial, LoadGenRun.ReportIn(_folder).Outcomes.Completed));
    }

    [Fact]
    public async Task A_calibrated_device_has_error_bars_the_same_each_time_unless_they_are_turned_off()
    {
        string[] args = ["simulate", "--preset", "llama3-8b-h100", "--workload", SmallWorkload.Chats(_folder), "--duration", "20s", "--quiet", "--json", "-"];
        RunReport first = ReportJson.ReadRun((await LoadGenRun.Of(args)).Output);
        RunReport second = ReportJson.ReadRun((await LoadGenRun.Of(args)).Output);
        RunReport without = ReportJson.ReadRun((await LoadGenRun.Of([.. args, "--no-intervals"])).Output);

        MetricInterval tpot = first.PredictionInterval!.Metrics["tpot_p50"];
        Assert.InRange(first.Latency.Tpot!.P50!.Value.TotalSeconds, tpot.Low!.Value, tpot.High!.Value);
        Assert.Equal(first.PredictionInterval.Metrics, second.PredictionInterval!.Metrics);
        Assert.Equal((null, "turned off by --no-intervals"), (without.PredictionInterval, without.PredictionIntervalReason));
        Assert.Equal(ReportJson.Text(without with { Host = new HostReport(), PredictionIntervalReason = null }), ReportJson.Text(first with { Host = new HostReport(), PredictionInterval = null }));
    }

    [Fact]
    public async Task An_uncalibrated_device_has_none_and_its_tables_say_why_once()
    {
        LoadGenRun run = await LoadGenRun.Of(["simulate", "--preset", "seed-tp8", "--workload", SmallWorkload.Chats(_folder), "--duration", "20s", "--runs", "2"]);

        Assert.Equal(2, run.Output.Split("error bars: none, GH200-576 is uncalibrated, so no measurements say").Length);
    }

    public void Dispose() => _folder.Dispose();
}
