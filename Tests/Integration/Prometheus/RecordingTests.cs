using Emulator.Configuration;
using Emulator.Engine;
using Emulator.Prometheus;
using Telemetry.Names;
using Tests.Integration.Telemetry;

namespace Tests.Integration.Prometheus;

[Collection(RunsAlone.Name)]
public class RecordingTests
{
    [Fact]
    public async Task Recording_steps_requests_and_refusals_allocates_nothing()
    {
        await using TracedEngine engine = new();
        EngineRecorder recorder = new(EngineSetup.From(ServerOptions.FromPreset("llama3-8b-h100")), engine.Replica);
        using OwnInstruments instruments = new(engine.Metrics);
        EngineStep decodes = default;
        long inStep = 0;
        engine.Replica.StepListener += step =>
        {
            // Within the listener, where the plan is still the step's own: the first step is a prefill, the others decode.
            Record(step);
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 100; i++)
            {
                Record(step);
            }

            inStep += GC.GetAllocatedBytesForCurrentThread() - before;
            decodes = step;
        };
        LiveRequest request = engine.Submit("book", 100, 5);
        engine.GoOn();
        await TracedEngine.FinishAsync(request);
        EndOne();

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1_000; i++)
        {
            EndOne();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal((0, 4), (inStep, decodes.Index));
        Assert.Equal(5 * 101, recorder.Read().OfType<Value>().Single(value => value.Family == VllmMetrics.GenerationTokens).Amount);

        void Record(EngineStep step)
        {
            recorder.StepEnded(step);
            engine.Metrics.StepEnded(step);
        }

        void EndOne()
        {
            recorder.RequestEnded(request);
            recorder.Doors.Ended(Outcome.Rejected, "queue_full");
            engine.Metrics.RequestEnded(request);
            engine.Metrics.RequestRefused(Outcome.Rejected, "queue_full", Operations.Chat);
        }
    }
}
