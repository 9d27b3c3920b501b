using System.Diagnostics.Metrics;
using System.Reflection;
using Emulator.Engine;
using Telemetry.Names;
using Tests.Integration.Telemetry.Otlp;

namespace Tests.Integration.Telemetry;

[Collection(RunsAlone.Name)]
public class MetricExportTests
{
    private static readonly string[] Gauges = [Metrics.RequestsRunning, Metrics.RequestsWaiting, Metrics.KvUsage];

    [Fact]
    public async Task Every_counter_and_histogram_arrives_with_a_value()
    {
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync();

        // 11 blocks of 16 tokens: two requests of 110 tokens cannot both grow to their end, and a third has to wait. No step takes a millisecond only.
        await using TracedEngine engine = new(options: [("num-gpu-blocks-override", "12"), ("max-model-len", "128"), ("budget-policy", "target-step"), ("target-step", "1ms")]);
        using (new Exporting(receiver, "METRICS"))
        {
            LiveRequest first = engine.Submit("a", 70, 40);
            await engine.FirstStepEnded;
            LiveRequest second = engine.Submit("b", 70, 40);
            LiveRequest third = engine.Submit("c", 70, 40);
            engine.GoOn();
            await TracedEngine.FinishAsync(first, second, third);
            engine.Metrics.RequestRefused(Outcome.Rejected, "queue_full", Operations.Chat);
        }

        Dictionary<string, Metric> metrics = receiver.Metrics.ToDictionary(metric => metric.Name);
        Assert.Equal(Names().Order(StringComparer.Ordinal), metrics.Keys.Order(StringComparer.Ordinal));
        Assert.All(metrics.Values.Where(metric => metric.DataCase == Metric.DataOneofCase.Histogram && metric.Name != Metrics.StepLateness), metric => Assert.All(
            metric.Histogram.DataPoints, point => Assert.True(point.Count > 0 && point.Sum > 0, metric.Name)));
        Assert.All(metrics.Values.Where(metric => metric.DataCase == Metric.DataOneofCase.Sum), metric => Assert.All(
            metric.Sum.DataPoints, point => Assert.True(metric.Sum.IsMonotonic && point.AsInt > 0, metric.Name)));

        EngineState state = engine.Replica.State;
        Assert.Equal(120, Total(Metrics.TokensSampled));
        Assert.Equal(state.ComputedTokens, Total(Metrics.TokensComputed));
        Assert.Equal(state.Preemptions, Total(Metrics.Preemptions));
        Assert.Equal((state.Steps, state.Steps), (state.StepsOverTarget, Total(Metrics.StepsOverTarget)));
        Assert.Equal((ulong)state.Steps, Assert.Single(metrics[Metrics.StepDuration].Histogram.DataPoints).Count);
        Assert.Equal(state.StepTime.TotalSeconds, Assert.Single(metrics[Metrics.StepDuration].Histogram.DataPoints).Sum, 5);
        Assert.Equal(4, Total(Metrics.RequestsEnded));
        Assert.Equal(3ul, Assert.Single(metrics[Metrics.TimeToFirstToken].Histogram.DataPoints).Count);
        Assert.Equal([.001, .005, .01, .02, .04, .06, .08, .1, .25, .5, .75, 1, 2.5, 5, 7.5, 10], metrics[Metrics.TimeToFirstToken].Histogram.DataPoints[0].ExplicitBounds);
        Assert.Equal(TracedEngine.Model, ReceivedSpan.ToValues(metrics[Metrics.TimeToFirstToken].Histogram.DataPoints[0].Attributes)[Attributes.ResponseModel]);

        long Total(string name) => metrics[name].Sum.DataPoints.Sum(point => point.AsInt);
    }

    [Fact]
    public async Task Gauges_show_the_engine_as_it_is()
    {
        Dictionary<string, double> seen = [];
        using MeterListener listener = new() { InstrumentPublished = (instrument, self) => { if (Gauges.Contains(instrument.Name)) { self.EnableMeasurementEvents(instrument); } } };
        listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => seen[instrument.Name] = value);
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => seen[instrument.Name] = value);
        await using TracedEngine engine = new(options: [("num-gpu-blocks-override", "101"), ("max-num-seqs", "1"), ("max-model-len", "1600")]);
        TaskCompletionSource<LiveRequest> second = new();
        Dictionary<string, double> duringSecondStep = [];
        engine.Replica.StepListener += step =>
        {
            if (step.Index == 0)
            {
                second.SetResult(engine.Submit("b", 320, 5));
            }
            else if (step.Index == 1)
            {
                listener.RecordObservableInstruments();
                duringSecondStep = new(seen);
            }
        };
        listener.Start();
        engine.GoOn();

        await TracedEngine.FinishAsync(engine.Submit("a", 320, 5));
        await TracedEngine.FinishAsync(await second.Task);
        listener.RecordObservableInstruments();

        // 320 tokens and the first one generated, in blocks of 16; only one request may run.
        Assert.Equal((1, 1, 0.21), (duringSecondStep[Metrics.RequestsRunning], duringSecondStep[Metrics.RequestsWaiting], duringSecondStep[Metrics.KvUsage]));
        Assert.Equal((0, 0, 0), (seen[Metrics.RequestsRunning], seen[Metrics.RequestsWaiting], seen[Metrics.KvUsage]));
    }

    private static IEnumerable<string> Names() => typeof(Metrics).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!);
}
