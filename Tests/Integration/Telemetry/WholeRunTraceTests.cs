using LoadGen.Live;
using LoadGen.Schedule;
using Telemetry.Names;

namespace Tests.Integration.Telemetry;

[Collection(RunsAlone.Name)]
public class WholeRunTraceTests : ServerTests
{
    [Fact]
    public async Task A_load_over_gRPC_leaves_one_joined_trace_a_request_and_spans_of_its_steps()
    {
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync();
        Emulator.Api.EmulatorServer server = await StartAsync("--preset llama3-8b-h100 --trace-step-ratio 1");
        LiveResult result;
        using (new Exporting(receiver, "TRACES"))
        {
            using GrpcTarget target = await GrpcTarget.ConnectAsync($"grpc://{server.GrpcAddress.Authority}", null, [], TimeSpan.Zero, CancellationToken.None);
            LoadSchedule schedule = LoadSchedule.FromArrivals([.. Enumerable.Range(0, 5).Select(Turn)], "five");
            using LiveRun run = new(schedule, target, new LiveRunOptions());
            result = await run.RunAsync(CancellationToken.None);
        }

        Expected = Expected with { Completed = 5 };
        Assert.Equal(5, result.Records.Count);
        foreach (LiveRecord record in result.Records)
        {
            ReceivedSpan[] trace = [.. receiver.Spans.Where(span => span.TraceId == record.Record.TraceId)];
            ReceivedSpan client = Assert.Single(trace, span => span.ParentId.Length == 0);
            ReceivedSpan served = Assert.Single(trace, span => span.ParentId == client.Id);
            Assert.Equal((Sources.LoadGen, Sources.Emulator, Spans.LlmRequest), (client.Source, served.Source, served.Name));
            Assert.Equal([Spans.Decode, Spans.Prefill, Spans.Queue], trace.Where(span => span.ParentId == served.Id).Select(span => span.Name).Order());
            Assert.Equal(record.Record.Queue!.Value.TotalSeconds, served.Number(Attributes.TimeInQueue), 6);
            Assert.Contains(receiver.Spans, step => step.Name == Spans.EngineStep && step.Links.Any(link => link == (served.TraceId, served.Id)));
        }

        Assert.Equal((long)result.Server!.Steps, receiver.Spans.Count(span => span.Name == Spans.EngineStep));
    }

    private static Arrival Turn(int number) => new()
    {
        Id = $"r{number}",
        Profile = "test",
        Conversation = $"r{number}",
        At = TimeSpan.FromMilliseconds(5 * number),
        PromptTokens = 200,
        OutputTokens = 10,
        MaxOutputTokens = 10,
    };
}
