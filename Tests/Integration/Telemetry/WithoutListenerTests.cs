using System.Diagnostics;
using Emulator.Engine;
using Emulator.Tracing;
using Grpc.Core;
using LoadGen.Live;
using LoadGen.Measure;
using LoadGen.Schedule;
using Telemetry;
using Telemetry.Names;

namespace Tests.Integration.Telemetry;

[Collection(RunsAlone.Name)]
public class WithoutListenerTests
{
    public static TheoryData<string, string> NothingAskedFor => new()
    {
        { "OTEL_EXPORTER_OTLP_ENDPOINT", " " },
        { "OTEL_SERVICE_NAME", "named" },
        { "OTEL_EXPORTER_OTLP_ENDPOINT+OTEL_SDK_DISABLED", "http://localhost:4317+true" },
        { "OTEL_EXPORTER_OTLP_ENDPOINT+OTEL_TRACES_EXPORTER+OTEL_METRICS_EXPORTER", "http://localhost:4317+none+none" },
        { "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT+OTEL_TRACES_EXPORTER", "http://localhost:4317+none" },
    };

    [Theory]
    [MemberData(nameof(NothingAskedFor))]
    public void Nothing_listens_where_no_export_is_asked_for(string names, string values)
    {
        Dictionary<string, string> variables = names.Split('+').Zip(values.Split('+')).ToDictionary(pair => pair.First, pair => pair.Second);

        Assert.Null(TelemetrySession.Start("emulator-test", "1", warning => Assert.Fail(warning), variables));

        Assert.False(RequestSpans.Source.HasListeners());
        Assert.Null(new RequestSpans(TracedEngine.Model, RequestSpans.Source).Begin(Operations.Chat, null, default));
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "localhost:4317", "OTEL_EXPORTER_OTLP_ENDPOINT is localhost:4317; allowed are addresses such as http://localhost:4317. No traces are exported.")]
    [InlineData("OTEL_TRACES_EXPORTER", "zipkin", "OTEL_TRACES_EXPORTER is zipkin; allowed are otlp and none. No traces are exported.")]
    public void A_value_that_cannot_be_used_is_named(string name, string value, string message)
    {
        List<string> warnings = [];
        Dictionary<string, string> variables = new() { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://localhost:4317", ["OTEL_METRICS_EXPORTER"] = "none" };
        variables[name] = value;

        Assert.Null(TelemetrySession.Start("emulator-test", "1", warnings.Add, variables));

        Assert.Equal([message], warnings);
    }

    [Fact]
    public async Task Requests_steps_and_sends_allocate_nothing_while_nobody_listens()
    {
        await using TracedEngine engine = new();
        LiveRequest request = engine.Submit("book", 100, 5);
        engine.GoOn();
        await TracedEngine.FinishAsync(request);
        RequestSpans spans = new(TracedEngine.Model, RequestSpans.Source);
        ClientSpans clients = new(Operations.Chat, TracedEngine.Model, new Uri("grpc://127.0.0.1:50051"));
        Arrival arrival = new() { Id = "book", Profile = "reader", Conversation = "book", PromptTokens = 100, OutputTokens = 5, MaxOutputTokens = 5 };
        RequestRecord record = new() { Id = "book", Profile = "reader", At = default, PromptTokens = 100, OutputTokensAsked = 5, Outcome = LoadOutcome.Completed };
        Metadata headers = [];
        EngineStep step = engine.LastStep;
        OneRequest();

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1_000; i++)
        {
            OneRequest();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.False(RequestSpans.Source.HasListeners());
        Assert.Null(request.Span);

        void OneRequest()
        {
            Activity? client = clients.Start(arrival, TimeSpan.FromSeconds(1), TimeSpan.Zero);
            ClientSpans.Inject(client, headers);
            Activity? span = spans.Begin(Operations.Chat, TracedEngine.Model, RequestSpans.CallerOf(null, null));
            engine.Steps.StepEnded(step);
            engine.Metrics.StepEnded(step);
            engine.Metrics.RequestEnded(request);
            engine.Metrics.RequestRefused(Outcome.Rejected, "queue_full", Operations.Chat);
            RequestSpans.End(request);
            RequestSpans.EndRefused(span, "book", Outcome.Rejected, "queue_full");
            ClientSpans.Finish(client, record);
        }
    }
}
