using System.Text.Json.Nodes;
using LoadGen.Measure;
using LoadGen.Report;
using static Tests.Unit.Report.Records;

namespace Tests.Unit.Report;

public sealed class ReportJsonTests
{
    private static readonly JsonShape Schema = new(
        (JsonObject)JsonNode.Parse(File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "docs", "report.schema.json")))!);

    [Fact]
    public void A_run_is_as_the_published_schema_says() => Assert.Empty(Schema.Problems(JsonNode.Parse(ReportJson.Text(Full()))));

    [Fact]
    public void A_real_run_is_as_the_published_schema_says() =>
        Assert.Empty(Schema.Problems(JsonNode.Parse(ReportJson.Text(SampleComparison.Run(4, 2, 1, ReportKind.Run)))));

    [Fact]
    public void A_comparison_is_as_the_published_schema_says() => Assert.Empty(Schema.Problems(JsonNode.Parse(ReportJson.Text(SampleComparison.Report()))));

    [Fact]
    public void Error_bars_and_the_reason_for_none_are_as_the_published_schema_says()
    {
        CompareReport report = SampleComparison.WithErrorBars();
        JsonNode json = JsonNode.Parse(ReportJson.Text(report))!;

        Assert.Empty(Schema.Problems(json));
        Assert.All(report.Runs, run => Assert.Empty(Schema.Problems(JsonNode.Parse(ReportJson.Text(run)))));
        Assert.Equal("nobody measured it", json["runs"]![0]!["prediction_interval_reason"]!.GetValue<string>());
        JsonNode interval = json["runs"]!.AsArray().Last()!["prediction_interval"]!;
        Assert.Equal(0.9, interval["level"]!.GetValue<double>());
        Assert.True(interval["metrics"]!["tpot_p50"]!["low"]!.GetValue<double>() < interval["metrics"]!["tpot_p50"]!["high"]!.GetValue<double>());
        Assert.NotNull(json["cells"]!.AsArray().Last()!["prediction_interval"]!["success_rate"]);
        Assert.NotNull(json["capacity"]!.AsArray().Last()!["prediction_interval"]);
    }

    [Fact]
    public void A_run_that_lost_its_target_is_as_the_published_schema_says()
    {
        JsonNode json = JsonNode.Parse(ReportJson.Text(Full() with { Partial = true, PartialReason = PartialReason.TargetLost }))!;

        Assert.Equal("target_lost", json["partial_reason"]!.GetValue<string>());
        Assert.Empty(Schema.Problems(json));
    }

    [Theory]
    [InlineData("window")]
    [InlineData("outcomes")]
    [InlineData("seed")]
    public void The_schema_misses_a_field_that_is_not_there(string field)
    {
        JsonObject run = (JsonObject)JsonNode.Parse(ReportJson.Text(Full()))!;
        run.Remove(field);

        Assert.NotEmpty(Schema.Problems(run));
    }

    [Fact]
    public void Every_field_of_the_contract_is_there()
    {
        JsonNode json = JsonNode.Parse(ReportJson.Text(Full()))!;

        string[] paths =
        [
            "schema", "tool_version", "kind", "partial", "workload", "schedule_sha256", "seed", "duration", "time_scale", "preset", "target", "config",
            "window.from", "window.to", "window.excluded",
            "outcomes.completed", "outcomes.rejected", "outcomes.timed_out", "outcomes.cancelled", "outcomes.failed", "outcomes.invalid", "outcomes.unfinished",
            "arrivals", "not_issued", "success_rate", "requests_per_second", "prompt_tokens_per_second", "output_tokens_per_second", "goodput", "slo_attainment",
            "latency.ttft.count", "latency.ttft.mean", "latency.ttft.p50", "latency.ttft.p90", "latency.ttft.p95", "latency.ttft.max",
            "latency.ttft_service", "latency.tpot", "latency.itl", "latency.e2e", "latency.queue",
            "engine.steps", "engine.step_seconds_mean", "engine.batch_mean", "engine.token_budget", "engine.kv_blocks", "engine.kv_usage_mean", "engine.kv_usage_max",
            "engine.preemptions", "engine.prefix_hit_rate", "engine.wasted_tokens",
            "engine.cost_share.gemm", "engine.cost_share.attention", "engine.cost_share.elementwise", "engine.cost_share.allreduce", "engine.cost_share.head",
            "engine.cost_share.overhead",
            "host.wall_seconds", "host.speedup", "host.step_lateness.p99", "host.send_lateness.p999", "host.kept_up",
        ];
        Assert.All(paths, path => Assert.True(path.Split('.').Aggregate((JsonNode?)json, (node, name) => node?[name]) is not null, path));
    }

    [Fact]
    public void Durations_are_seconds_and_few_samples_leave_a_percentile_out()
    {
        JsonNode ttft = JsonNode.Parse(ReportJson.Text(Measured()))!["latency"]!["ttft"]!;

        Assert.Equal(9, ttft["max"]!.GetValue<double>());
        Assert.Null(ttft["p99"]);
        Assert.Null(ttft["p999"]);
    }

    [Fact]
    public void What_was_written_is_what_is_read()
    {
        string run = ReportJson.Text(Full());
        string comparison = ReportJson.Text(SampleComparison.Report());

        Assert.Equal(run, ReportJson.Text(ReportJson.ReadRun(run)));
        string bars = ReportJson.Text(SampleComparison.WithErrorBars());

        Assert.Equal(comparison, ReportJson.Text(ReportJson.ReadCompare(comparison)));
        Assert.Equal(bars, ReportJson.Text(ReportJson.ReadCompare(bars)));
    }

    [Fact]
    public void A_measured_run_reads_the_same_as_ever() => Golden.Matches(
        ReportJson.Text(Measured() with { ToolVersion = "1.2.3" }),
        "Tests", "Unit", "golden", "report-run.json");

    private static RunReport Full()
    {
        RunReport run = SampleComparison.Run(4, 2, 1, ReportKind.Run);
        return run with
        {
            ScheduleSha256 = new string('a', 64),
            Slo = new Slo(Ttft: Seconds(1)),
            Goodput = 1,
            SloAttainment = 0.5,
            Engine = run.Engine! with { PrefixHitRate = 0.25 },
        };
    }
}
