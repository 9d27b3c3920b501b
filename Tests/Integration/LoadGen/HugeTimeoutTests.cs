using LoadGen.Live;
using LoadGen.Measure;
using LoadGen.Schedule;

namespace Tests.Integration.LoadGen;

public class HugeTimeoutTests : ServerTests
{
    [Fact]
    public async Task A_timeout_beyond_every_calendar_is_no_timeout_and_hangs_nothing()
    {
        Emulator.Api.EmulatorServer server = await StartAsync("--preset llama3-8b-h100 --time-scale 1");
        using GrpcTarget target = await GrpcTarget.ConnectAsync($"grpc://{server.GrpcAddress.Authority}", null, [], TimeSpan.Zero, CancellationToken.None);
        Arrival arrival = new() { Id = "r", Profile = "test", Conversation = "r", At = TimeSpan.Zero, PromptTokens = 10, OutputTokens = 2, MaxOutputTokens = 2, Timeout = TimeSpan.FromDays(10_000_000) };
        using LiveRun run = new(LoadSchedule.FromArrivals([arrival], "one"), target, new LiveRunOptions());

        LiveResult result = await run.RunAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(LoadOutcome.Completed, Assert.Single(result.Records).Record.Outcome);
        Expected = Expected with { Completed = 1 };
    }
}
