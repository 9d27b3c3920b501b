using Emulator.Configuration;
using Emulator.Engine;
using LoadGen.Measure;
using LoadGen.Report;
using LoadGen.Schedule;
using LoadGen.Simulation;
using LoadGen.Workloads;

namespace Tests.Unit.Simulation;

public class IntervalSimulationTests
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    private static readonly LoadSchedule Schedule = LoadSchedule.Generate(Workload.Load("heavy"), 1, Window, 0.05);

    [Fact]
    public void A_run_has_the_figures_of_its_price_between_those_of_both_ends()
    {
        EngineSetup setup = Setup("llama3-8b-h100");
        RunReport run = IntervalSimulation.Around(setup.Blueprint, blueprint => Simulate(setup, blueprint)).Report;

        Assert.Equal(ReportJson.Text(Simulate(setup, setup.Blueprint).Report with { Host = new HostReport() }), ReportJson.Text(run with { Host = new HostReport(), PredictionInterval = null }));
        Assert.Null(run.PredictionIntervalReason);
        Assert.Equal(CompareMetric.Predicted.Where(metric => metric.Value(run) is not null).Select(metric => metric.Name), run.PredictionInterval!.Metrics.Keys);
        Assert.All(run.PredictionInterval.Metrics, bar => Assert.InRange(CompareMetric.Named(bar.Key).Value(run)!.Value, bar.Value.Low ?? double.MinValue, bar.Value.High ?? double.MaxValue));
        MetricInterval tpot = run.PredictionInterval.Metrics["tpot_p50"];
        Assert.True(tpot.Fast < tpot.Slow && tpot.Low < tpot.High);
    }

    [Theory]
    [InlineData("seed-tp8", "max-num-seqs", "64", "GH200-576 is uncalibrated, so no measurements say how far off its times are")]
    [InlineData("llama3-8b-h100", "latency", "ttft=200ms,itl=20ms", "its latencies were asked for, not predicted")]
    public void A_run_without_says_why(string preset, string option, string value, string reason)
    {
        EngineSetup setup = Setup(preset, option, value);
        int runs = 0;

        RunReport run = IntervalSimulation.Around(setup.Blueprint, blueprint =>
        {
            runs++;
            return Simulate(setup, blueprint);
        }).Report;

        Assert.Equal((1, null, reason), (runs, run.PredictionInterval, run.PredictionIntervalReason));
    }

    private static EngineSetup Setup(string preset, string option = "max-num-seqs", string value = "64") =>
        EngineSetup.From(ServerOptions.FromPreset(preset, new Dictionary<string, string> { [option] = value }));

    private static SimulatedRun Simulate(EngineSetup setup, EngineBlueprint blueprint) =>
        SimulatedRun.Of("it", setup, Schedule, new SimulationOptions { Blueprint = blueprint, Window = Window }, duration => MeasurementWindow.Cut(duration, TimeSpan.Zero, TimeSpan.Zero), 1, 0.05);
}
