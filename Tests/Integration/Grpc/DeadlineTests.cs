using Emulator.Api;
using Emulator.Engine;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Inference.V1;

namespace Tests.Integration.Grpc;

public sealed class DeadlineTests : ServerTests
{
    // Prefill of 20,000 tokens takes three steps under the preset's budget of 8,192.
    private const uint ThreeChunks = 20_000;

    [Theory]
    [InlineData(0.000_001, "prefill")]
    [InlineData(2, "decode")]
    public async Task A_timeout_in_model_time_ends_the_request_and_names_the_phase(double seconds, string phase)
    {
        EmulatorServer server = await StartAsync();
        using GrpcClient client = new(server);
        CreateChatCompletionRequest request = GrpcClient.Synthetic(ThreeChunks, 50_000);
        request.Timeout = TimeSpan.FromSeconds(seconds).ToDuration();

        var error = await GrpcClient.ErrorOf(() => client.Inference.CreateChatCompletionAsync(request).ResponseAsync);

        Assert.Equal((StatusCode.DeadlineExceeded, "timeout", "timed_out", phase), (error.Code, error.Info?.Reason, error.Info?.Metadata["outcome"], error.Info?.Metadata["reason"]));
        Expected = new LedgerCounts { TimedOut = 1 };
    }

    [Fact]
    public async Task The_servers_own_timeout_holds_where_the_request_asks_for_more()
    {
        EmulatorServer server = await StartAsync("--request-timeout 1s");
        using GrpcClient client = new(server);
        CreateChatCompletionRequest request = GrpcClient.Synthetic(100, 50_000);
        request.Timeout = Duration.FromTimeSpan(TimeSpan.FromHours(1));

        var error = await GrpcClient.ErrorOf(() => client.Inference.CreateChatCompletionAsync(request).ResponseAsync);

        Assert.Equal((StatusCode.DeadlineExceeded, "decode"), (error.Code, error.Info?.Metadata["reason"]));
        Assert.StartsWith("The request's timeout of 1 s of model time was due in its decode phase, after ", error.Message, StringComparison.Ordinal);
        Expected = new LedgerCounts { TimedOut = 1 };
    }

    [Fact]
    public async Task A_request_that_waits_for_a_place_times_out_in_the_queue()
    {
        (EmulatorServer server, SteppedClock clock) = await StartSteppedAsync("--max-num-seqs 1");
        using GrpcClient client = new(server);

        Task<ChatCompletion> first = client.Inference.CreateChatCompletionAsync(GrpcClient.Synthetic(100, 3)).ResponseAsync;
        await clock.StandsInStepAsync();
        CreateChatCompletionRequest waiting = GrpcClient.Synthetic(100, 3);
        waiting.Timeout = TimeSpan.FromMicroseconds(1).ToDuration();
        Task<ChatCompletion> second = client.Inference.CreateChatCompletionAsync(waiting).ResponseAsync;
        Wait.Until(() => server.Engine.Ledger.InFlight == 2 && server.Engine.Submitted == 2, "the second request");
        clock.RunFree();

        var error = await GrpcClient.ErrorOf(() => second);
        Assert.Equal((StatusCode.DeadlineExceeded, "queue"), (error.Code, error.Info?.Metadata["reason"]));
        Assert.Equal(3U, (await first).Usage.CompletionTokens);
        Expected = new LedgerCounts { Completed = 1, TimedOut = 1 };
    }

    [Fact]
    public async Task A_grpc_deadline_is_wall_time_and_becomes_a_timeout_by_the_time_scale()
    {
        // At time scale 0.001 half a second of wall time is 500 s of model time; the answer would take far longer.
        EmulatorServer server = await StartAsync("--time-scale 0.001");
        using GrpcClient client = new(server);
        TimeSpan? timeout = null;
        server.Engine.EndListener = request => timeout = request.Timeout;

        await GrpcClient.ErrorOf(() => client.Inference.CreateChatCompletionAsync(GrpcClient.Synthetic(100, 130_000), deadline: DateTime.UtcNow.AddSeconds(0.5)).ResponseAsync);
        await server.DrainAsync(TimeSpan.FromSeconds(20));

        Assert.InRange(timeout!.Value, TimeSpan.FromSeconds(300), TimeSpan.FromSeconds(500));
        Expected = new LedgerCounts { TimedOut = 1 };
    }

    [Fact]
    public async Task A_deadline_that_passes_in_the_middle_of_a_step_is_a_timeout_and_not_a_cancellation()
    {
        (EmulatorServer server, SteppedClock clock) = await StartSteppedAsync();
        using GrpcClient client = new(server);

        Task<ChatCompletion> call = client.Inference.CreateChatCompletionAsync(GrpcClient.Synthetic(100, 30), deadline: DateTime.UtcNow.AddSeconds(1)).ResponseAsync;
        await clock.StandsInStepAsync();
        var error = await GrpcClient.ErrorOf(() => call);
        Wait.Until(() => server.Engine.AbortsAsked == 1, "the abort");
        clock.RunFree();

        Assert.Equal(StatusCode.DeadlineExceeded, error.Code);
        Expected = new LedgerCounts { TimedOut = 1 };
    }
}
