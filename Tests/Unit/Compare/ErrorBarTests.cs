using Emulator.Configuration;
using LoadGen.Compare;
using LoadGen.Measure;
using LoadGen.Report;

namespace Tests.Unit.Compare;

/// <summary>No winner inside the cost model's error: contenders and figures made up, a figure as (fast end, price, slow end).</summary>
public class ErrorBarTests
{
    private static readonly Contender Wide = Of("wide", "llama3-8b-h100", ("max-num-seqs", "256"));
    private static readonly Contender Narrow = Of("narrow", "llama3-8b-h100", ("max-num-seqs", "64"));
    private static readonly Contender Eight = Of("eight", "llama3-70b-h100-tp8");
    private static readonly Contender Four = Of("four", "llama3-70b-h100-tp8", ("tensor-parallel-size", "4")) with { Replicas = 2 };
    private static readonly Contender Ampere = Of("ampere", "llama3-8b-h100", ("gpu", "A100-SXM"));
    private static readonly Contender Hopper = Of("hopper", "llama3-8b-h100", ("gpu", "H200-SXM"));

    [Fact]
    public void One_deployment_with_other_settings_is_off_alike_so_a_winner_at_both_ends_wins_though_bars_overlap() =>
        Assert.Equal(Distinction.Clear, Between((Wide, (16, 20, 26)), (Narrow, (14, 18, 24))));

    [Fact]
    public void One_deployment_whose_order_turns_at_one_end_is_not_ranked() =>
        Assert.Equal(Distinction.WithinModelError, Between((Wide, (16, 20, 24)), (Narrow, (14, 18, 26))));

    [Fact]
    public void One_deployment_that_draws_at_one_end_is_not_ranked() =>
        Assert.Equal(Distinction.WithinModelError, Between((Wide, (16, 20, 24)), (Narrow, (14, 18, 24))));

    [Fact]
    public void An_end_without_the_figure_tells_nothing() =>
        Assert.Equal(Distinction.WithinModelError, Between((Wide, (16, 20, null)), (Narrow, (14, 18, 24))));

    [Fact]
    public void Another_number_of_GPUs_a_layer_must_stand_apart() => Assert.Equal(
        (Distinction.WithinModelError, Distinction.Clear),
        (Between((Four, (16, 20, 26)), (Eight, (14, 18, 24))), Between((Four, (25, 30, 36)), (Eight, (14, 18, 24)))));

    [Fact]
    public void Another_device_must_stand_apart() => Assert.Equal(
        (Distinction.WithinModelError, Distinction.Clear),
        (Between((Ampere, (16, 20, 26)), (Wide, (14, 18, 24))), Between((Ampere, (25, 30, 36)), (Wide, (14, 18, 24)))));

    [Fact]
    public void What_other_seeds_may_undo_is_no_matter_of_the_cost_model() =>
        Assert.Equal(Distinction.WithinSeeds, Between((Wide, (16, 20, 26)), (Narrow, (14, 20.1, 24))));

    [Fact]
    public void An_uncalibrated_device_beside_a_calibrated_one_is_not_backed_by_measurements() => Assert.Equal(
        (Distinction.Unbacked, Distinction.Unbacked),
        (Between((Hopper, null, 20), (Wide, (25, 30, 36), 30)), Between((Hopper, null, 20), (Wide, null, 30))));

    [Fact]
    public void Without_any_error_bars_seeds_alone_decide() => Assert.Equal(Distinction.Clear, Between((Wide, null, 20), (Narrow, null, 30)));

    [Fact]
    public void The_sentence_says_that_they_are_too_close_given_the_cost_models_error() => Assert.Equal(
        "At the low rate (1) whether eight or four has the shortest time per token is too close to tell given the cost model's error (four 20.0 [16.0, 26.0] ms, eight 18.0 [14.0, 24.0] ms).",
        Sentence("time per token", (Four, (16, 20, 26), 0), (Eight, (14, 18, 24), 0)));

    [Fact]
    public void The_sentence_names_a_winner_that_stands_apart() => Assert.Contains(
        "eight has the shortest time per token: 18.0 [14.0, 24.0] ms beside 30.0 [25.0, 36.0] ms of four.",
        Sentence("time per token", (Four, (25, 30, 36), 0), (Eight, (14, 18, 24), 0)),
        StringComparison.Ordinal);

    [Fact]
    public void The_sentence_says_that_a_difference_is_not_backed() => Assert.Contains(
        "hopper has the shortest time per token: 20.0 ms beside 30.0 [25.0, 36.0] ms of wide. The difference from wide is not backed by measurements: H200-SXM is uncalibrated.",
        Sentence("time per token", (Wide, (25, 30, 36), 0), (Hopper, null, 20)),
        StringComparison.Ordinal);

    [Fact]
    public void Success_inside_the_error_bars_names_nobody() => Assert.Equal(
        "On the same 8 GPUs, who answers most under the full load is too close to tell given the cost model's error (four 50 [40.0, 60.0] %, eight 45 [35.0, 55.0] %).",
        Sentence("under the full load", CompareMetric.SuccessRate, (Four, (0.6, 0.5, 0.4), 0), (Eight, (0.55, 0.45, 0.35), 0)));

    [Fact]
    public void Success_outside_them_names_the_best() => Assert.StartsWith(
        "On the same 8 GPUs, four answers most under the full load (four 80 [70.0, 90.0] %, eight 45 [35.0, 55.0] %)",
        Sentence("under the full load", CompareMetric.SuccessRate, (Four, (0.9, 0.8, 0.7), 0), (Eight, (0.55, 0.45, 0.35), 0)),
        StringComparison.Ordinal);

    [Fact]
    public void Overload_is_not_claimed_where_a_faster_device_would_carry_the_load()
    {
        CompareReport report = Report(CompareMetric.SuccessRate, [(Four, (0.97, 0.9, 0.8), 0), (Eight, (0.8, 0.7, 0.6), 0)]);

        Assert.DoesNotContain(Conclusions.Of(report, [Four, Eight], 60), sentence => sentence.Contains("overloaded", StringComparison.Ordinal));
    }

    private static Contender Of(string name, string preset, params (string Option, string Value)[] changes) =>
        new(name, EngineSetup.From(ServerOptions.FromPreset(preset, changes.ToDictionary(change => change.Option, change => change.Value))), 1, IsPreset: true);

    private static Distinction Between((Contender Contender, (double?, double, double?)? Bar) a, (Contender Contender, (double?, double, double?)? Bar) b) =>
        Between((a.Contender, a.Bar, 0), (b.Contender, b.Bar, 0));

    private static Distinction Between((Contender Contender, (double?, double, double?)? Bar, double Figure) a, (Contender Contender, (double?, double, double?)? Bar, double Figure) b) =>
        new PairComparison(Report(CompareMetric.TpotP50, [a, b]), 1, CompareMetric.TpotP50).Between(a.Contender, b.Contender);

    private static string Sentence(string part, params (Contender Contender, (double?, double, double?)? Bar, double Figure)[] columns) => Sentence(part, CompareMetric.TpotP50, columns);

    private static string Sentence(string part, CompareMetric metric, params (Contender Contender, (double?, double, double?)? Bar, double Figure)[] columns) =>
        Assert.Single(Conclusions.Of(Report(metric, columns), [.. columns.Select(column => column.Contender)], 60), sentence => sentence.Contains(part, StringComparison.Ordinal));

    // Milliseconds of TPOT, or shares of success; two seeds a hundredth apart.
    private static CompareReport Report(CompareMetric metric, (Contender Contender, (double? Fast, double Price, double? Slow)? Bar, double Figure)[] columns) => CompareReport.Of(
    [
        .. from column in columns
           from seed in new[] { 1, 2 }
           let factor = (seed == 1 ? 0.995 : 1.005) * (metric.Unit == MetricUnit.Seconds ? 1e-3 : 1)
           let figure = factor * (column.Bar?.Price ?? column.Figure)
           select new RunReport
           {
               Kind = ReportKind.Simulate,
               Workload = "heavy",
               Seed = seed,
               Duration = TimeSpan.FromSeconds(300),
               Configuration = column.Contender.Name,
               Gpus = column.Contender.Gpus,
               SuccessRate = metric == CompareMetric.SuccessRate ? figure : null,
               Latency = new LatencyReport { Tpot = metric == CompareMetric.TpotP50 ? new LatencySummary(100, P50: TimeSpan.FromSeconds(figure)) : null },
               PredictionInterval = column.Bar is not { } bar ? null : new PredictionIntervalReport(0.9, new Dictionary<string, MetricInterval>
               {
                   [metric.Name] = MetricInterval.Of(metric.Unit, figure, factor * bar.Fast, factor * bar.Slow),
               }),
           },
    ]);
}
