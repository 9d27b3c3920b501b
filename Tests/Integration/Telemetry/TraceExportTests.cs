using System.Diagnostics;
using Emulator.Engine;
using Emulator.Tracing;
using Grpc.Core;
using LoadGen.Live;
using LoadGen.Measure;
using LoadGen.Schedule;
using Telemetry;
using Telemetry.Names;
using Tests.Integration.Telemetry.Otlp;

namespace Tests.Integration.Telemetry;

[Collection(RunsAlone.Name)]
public class TraceExportTests
{
    [Fact]
    public async Task A_request_is_one_trace_from_the_client_over_the_server_to_its_phases()
    {
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync();
        using Exporting session = new(receiver, "TRACES", ("OTEL_BSP_SCHEDULE_DELAY", "20"), ("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=test"));
        await using TracedEngine engine = new();
        ClientSpans clients = new(Operations.Chat, TracedEngine.Model, new Uri("grpc://127.0.0.1:50051"));
        Arrival arrival = new() { Id = "book", Profile = "reader", Conversation = "book", PromptTokens = 100, OutputTokens = 5, MaxOutputTokens = 5 };
        engine.GoOn();

        using Activity? client = clients.Start(arrival, TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(2));
        Metadata headers = [];
        ClientSpans.Inject(client, headers);
        LiveRequest request = engine.Submit("book", 100, 5, caller: RequestSpans.CallerOf(headers.GetValue("traceparent"), headers.GetValue("tracestate")));
        await TracedEngine.FinishAsync(request);
        ClientSpans.Finish(client, new RequestRecord { Id = "book", Profile = "reader", At = TimeSpan.FromSeconds(1), PromptTokens = 100, OutputTokensAsked = 5, OutputTokens = 5, Outcome = LoadOutcome.Completed, Ttft = TimeSpan.FromSeconds(.25) });

        IReadOnlyList<ReceivedSpan> all = await receiver.SpansWhen(spans => spans.Count(span => span.TraceId == ClientSpans.TraceId(client)) == 5)
            .WaitAsync(TimeSpan.FromSeconds(30));
        ReceivedSpan[] trace = [.. all.Where(span => span.TraceId == ClientSpans.TraceId(client))];
        ReceivedSpan root = Assert.Single(trace, span => span.ParentId.Length == 0);
        ReceivedSpan served = Assert.Single(trace, span => span.ParentId == root.Id);
        ReceivedSpan[] phases = [.. trace.Where(span => span.ParentId == served.Id).OrderBy(span => span.Start).ThenBy(span => span.End)];

        Assert.Equal(("chat Llama-3.1-8B", Span.Types.SpanKind.Client, Sources.LoadGen), (root.Name, root.Kind, root.Source));
        Assert.Equal((Spans.LlmRequest, Span.Types.SpanKind.Server, Sources.Emulator), (served.Name, served.Kind, served.Source));
        Assert.Equal([Spans.Queue, Spans.Prefill, Spans.Decode], phases.Select(phase => phase.Name));
        Assert.True(root.Start <= served.Start && served.Start <= phases[0].Start);
        AssertMeet(phases[0].End, phases[1].Start);
        AssertMeet(phases[1].End, phases[2].Start);
        AssertMeet(phases[2].End, served.End);
        Assert.True(served.End <= root.End);
        Assert.All(trace, span => Assert.False(span.IsError));
        Assert.Equal(("emulator-test", "test"), (served.Resource["service.name"], served.Resource["deployment.environment.name"]));

        Assert.Equal(("chat", TracedEngine.Model, TracedEngine.Model, "book"), (served.Attributes[Attributes.OperationName], served.Attributes[Attributes.RequestModel], served.Attributes[Attributes.ResponseModel], served.Attributes[Attributes.RequestId]));
        Assert.Equal((100, 100, 5, 5, 0, 5), (served.Number(Attributes.InputTokens), served.Number(Attributes.PromptTokens), served.Number(Attributes.OutputTokens), served.Number(Attributes.CompletionTokens), served.Number(Attributes.CachedTokens), served.Number(Attributes.RequestMaxTokens)));
        Assert.Equal(("completed", "stop", "stop"), (served.Attributes[Attributes.Outcome], served.Attributes[Attributes.Reason], Assert.Single((object[])served.Attributes[Attributes.FinishReasons])));
        Assert.Equal((0, 5), (served.Number(Attributes.Preemptions), served.Number(Attributes.Steps)));
        Assert.Equal(request.QueueTime!.Value.TotalSeconds, served.Number(Attributes.TimeInQueue));
        Assert.Equal(request.PrefillTime!.Value.TotalSeconds, served.Number(Attributes.TimeInModelPrefill));
        Assert.Equal(request.DecodeTime!.Value.TotalSeconds, served.Number(Attributes.TimeInModelDecode));
        Assert.True(served.Number(Attributes.TimeInModelDecode) > 0);
        Assert.Equal(served.Number(Attributes.TimeInModelPrefill) + served.Number(Attributes.TimeInModelDecode), served.Number(Attributes.TimeInModelInference), 9);
        Assert.Equal(phases.Sum(phase => phase.Number(Attributes.ModelDuration)), served.Number(Attributes.EndToEnd), 9);
        Assert.Equal(("127.0.0.1", 50051, 1, 0.002, 0.25, "reader"), (root.Attributes[Attributes.ServerAddress], root.Number(Attributes.ServerPort), root.Number(Attributes.LoadAt), root.Number(Attributes.LoadSendLateness), root.Number(Attributes.LoadTtft), root.Attributes[Attributes.LoadProfile]));
    }

    [Fact]
    public async Task A_request_that_timed_out_ends_in_error_with_the_phase_it_was_in()
    {
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync();
        await using TracedEngine engine = new(options: ("max-num-seqs", "1"));
        using (new Exporting(receiver, "TRACES"))
        {
            LiveRequest running = engine.Submit("long", 100, 300, TimeSpan.FromSeconds(1));
            await engine.FirstStepEnded;
            LiveRequest waiting = engine.Submit("short", 100, 5, TimeSpan.FromMilliseconds(50));
            engine.GoOn();
            await TracedEngine.FinishAsync(running, waiting);
            Assert.Equal((Outcome.TimedOut, Outcome.TimedOut), (running.Outcome, waiting.Outcome));
        }

        ReceivedSpan decoding = Assert.Single(receiver.Spans, span => span.Attributes.GetValueOrDefault(Attributes.RequestId) is "long");
        ReceivedSpan queued = Assert.Single(receiver.Spans, span => span.Attributes.GetValueOrDefault(Attributes.RequestId) is "short");
        Assert.Equal((true, "decode", "timed_out", "timed_out"), (decoding.IsError, decoding.StatusMessage, decoding.Attributes[Attributes.ErrorType], decoding.Attributes[Attributes.Outcome]));
        Assert.Equal((true, "queue"), (queued.IsError, queued.StatusMessage));
        Assert.DoesNotContain(Attributes.TimeInQueue, queued.Attributes.Keys);
        Assert.DoesNotContain(Attributes.TimeToFirstToken, queued.Attributes.Keys);
        ReceivedSpan queue = Assert.Single(receiver.Spans, span => span.ParentId == queued.Id);
        Assert.Equal(Spans.Queue, queue.Name);
        AssertMeet(queue.End, queued.End);
        Assert.True(queue.Number(Attributes.ModelDuration) >= .05);
        Assert.Equal(3, receiver.Spans.Count(span => span.ParentId == decoding.Id));
    }

    [Fact]
    public async Task A_step_has_its_plan_its_cost_and_a_link_to_every_request_in_it()
    {
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync();
        await using TracedEngine engine = new();
        LiveRequest[] requests;
        using (new Exporting(receiver, "TRACES"))
        {
            LiveRequest first = engine.Submit("0", 200, 20);
            await engine.FirstStepEnded;
            requests = [first, .. Enumerable.Range(1, 199).Select(i => engine.Submit($"{i}", 10, 3))];
            engine.GoOn();
            await TracedEngine.FinishAsync(requests);
        }

        ReceivedSpan[] steps = [.. receiver.Spans.Where(span => span.Name == Spans.EngineStep).OrderBy(span => span.Number(Attributes.StepIndex))];
        Assert.Equal(engine.Replica.State.Steps, steps.Length);
        Assert.All(steps, step => Assert.Equal(
            step.Number(Attributes.ModelDuration),
            step.Number(Attributes.CostGemm) + step.Number(Attributes.CostAttention) + step.Number(Attributes.CostElementwise) + step.Number(Attributes.CostAllReduce) + step.Number(Attributes.CostHead) + step.Number(Attributes.CostOverhead),
            12));
        Assert.Equal(engine.Replica.State.StepTime.TotalSeconds, steps.Sum(step => step.Number(Attributes.ModelDuration)), 5);

        // One decode and 199 chunks of 10: more links than the exporter's own limit of 128.
        Assert.Equal((200, 1, 199, 199, 1_991, 1_990, 201), (steps[1].Number(Attributes.StepRequests), steps[1].Number(Attributes.StepDecodes), steps[1].Number(Attributes.StepChunks), steps[1].Number(Attributes.StepAdmitted), steps[1].Number(Attributes.StepTokens), steps[1].Number(Attributes.StepChunkTokens), steps[1].Number(Attributes.StepDecodeContext)));
        Assert.Equal(0u, steps[1].DroppedLinks);
        Assert.Equal(requests.Select(request => request.Span!.SpanId.ToHexString()), steps[1].Links.Select(link => link.SpanId));
        Assert.Equal(requests.Select(request => request.Span!.TraceId.ToHexString()), steps[1].Links.Select(link => link.TraceId));
        Assert.Equal("", steps[1].ParentId);
        Assert.Equal(199, steps[3].Number(Attributes.StepFinished));
    }

    [Fact]
    public async Task A_refused_request_has_a_span_without_phases()
    {
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync();
        using (new Exporting(receiver, "TRACES"))
        {
            RequestSpans spans = new(TracedEngine.Model, RequestSpans.Source);
            RequestSpans.EndRefused(spans.Begin(Operations.TextCompletion, "other", default), "r1", Outcome.Rejected, "queue_full");
        }

        ReceivedSpan span = Assert.Single(receiver.Spans);
        Assert.Equal((Spans.LlmRequest, true, "queue_full", "rejected", "other"), (span.Name, span.IsError, span.StatusMessage, span.Attributes[Attributes.Outcome], span.Attributes[Attributes.RequestModel]));
    }

    [Fact]
    public async Task Spans_that_the_queue_could_not_hold_are_reported()
    {
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync();
        receiver.HoldAnswers();
        string[] warnings;
        using (Exporting session = new(receiver, "TRACES", ("OTEL_BSP_MAX_QUEUE_SIZE", "4"), ("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "1")))
        {
            RequestSpans spans = new(TracedEngine.Model, RequestSpans.Source);
            Refuse(spans, 1);
            await receiver.SpansReached.WaitAsync(TimeSpan.FromSeconds(30));
            Refuse(spans, 10);
            receiver.Answer();
            warnings = session.End();
        }

        Assert.Equal(5, receiver.Spans.Count);
        Assert.Contains(warnings, warning => warning.Contains("dropped '6'", StringComparison.Ordinal));

        static void Refuse(RequestSpans spans, int times)
        {
            for (int i = 0; i < times; i++)
            {
                RequestSpans.EndRefused(spans.Begin(Operations.Chat, null, default), null, Outcome.Invalid, "context_length_exceeded");
            }
        }
    }

    [Fact]
    public void A_collector_that_is_not_there_costs_one_warning_and_a_bounded_wait()
    {
        List<string> warnings = [];
        long began;
        using (TelemetrySession session = TelemetrySession.Start("emulator-test", "1", warnings.Add, new Dictionary<string, string> { ["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"] = "http://127.0.0.1:1" })!)
        {
            RequestSpans spans = new(TracedEngine.Model, RequestSpans.Source);
            RequestSpans.EndRefused(spans.Begin(Operations.Chat, null, default), null, Outcome.Failed, "test");
            began = Stopwatch.GetTimestamp();
        }

        Assert.True(Stopwatch.GetElapsedTime(began) < TelemetrySession.FlushLimit + TimeSpan.FromSeconds(5));
        string warning = Assert.Single(warnings);
        Assert.Contains("http://127.0.0.1:1", warning, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", warning, StringComparison.Ordinal);
    }

    // .NET makes a span of no length one tick long.
    private static void AssertMeet(ulong end, ulong start) => Assert.InRange(end - start, 0ul, 100ul);
}
