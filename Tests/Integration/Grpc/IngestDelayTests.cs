using Emulator.Api;
using Emulator.Engine;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Inference.V1;

namespace Tests.Integration.Grpc;

/// <summary>Requests that the emulated front end holds back, over the wire.</summary>
public sealed class IngestDelayTests : ServerTests
{
    [Fact]
    public async Task The_delay_is_part_of_the_queue_time_and_of_nothing_else()
    {
        EmulatorServer server = await StartAsync("--ingest-delay 1s --ingest-delay-per-token 1ms");
        using GrpcClient client = new(server);

        ChatCompletion completion = await client.Inference.CreateChatCompletionAsync(GrpcClient.Synthetic(100, 3));

        Assert.Equal(TimeSpan.FromMilliseconds(1_100), completion.Timing.Queue.ToTimeSpan());
        Assert.Equal(3U, completion.Timing.Steps);
        Expected = new LedgerCounts { Completed = 1 };
    }

    [Fact]
    public async Task A_client_that_goes_while_its_request_is_held_back_costs_no_step()
    {
        (EmulatorServer server, SteppedClock clock) = await StartSteppedAsync("--ingest-delay 1s");
        using GrpcClient client = new(server);
        TaskCompletionSource<(Outcome? Outcome, long Steps)> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Engine.EndListener = request => ended.SetResult((request.Outcome, server.Engine.State.Steps));

        using (AsyncServerStreamingCall<CompletionChunk> call = client.Inference.StreamChatCompletion(GrpcClient.Synthetic(1_000, 100)))
        {
            // Idle, it waits for the moment at which the request is ready.
            await clock.StandsInStepAsync();
        }

        Wait.Until(() => server.Engine.AbortsAsked == 1, "the abort");
        clock.EndStep();

        Assert.Equal((Outcome.Cancelled, 0), await ended.Task.WaitAsync(TimeSpan.FromSeconds(20)));
        Expected = new LedgerCounts { Cancelled = 1 };
    }

    [Fact]
    public async Task A_timeout_runs_from_receipt_through_the_delay()
    {
        EmulatorServer server = await StartAsync("--ingest-delay 1s");
        using GrpcClient client = new(server);
        CreateChatCompletionRequest request = GrpcClient.Synthetic(100, 3);
        request.Timeout = TimeSpan.FromMilliseconds(900).ToDuration();

        var error = await GrpcClient.ErrorOf(() => client.Inference.CreateChatCompletionAsync(request).ResponseAsync);

        Assert.Equal((StatusCode.DeadlineExceeded, "queue"), (error.Code, error.Info?.Metadata["reason"]));
        Expected = new LedgerCounts { TimedOut = 1 };
    }

    [Fact]
    public async Task A_server_that_drains_answers_what_it_holds_back()
    {
        (EmulatorServer server, SteppedClock clock) = await StartSteppedAsync("--ingest-delay 1s");
        using GrpcClient client = new(server);

        Task<ChatCompletion> call = client.Inference.CreateChatCompletionAsync(GrpcClient.Synthetic(100, 3)).ResponseAsync;
        await clock.StandsInStepAsync();
        Task drained = server.DrainAsync(TimeSpan.FromSeconds(20));
        clock.RunFree();

        Assert.Equal(3U, (await call).Usage.CompletionTokens);
        await drained;
        Expected = new LedgerCounts { Completed = 1 };
    }
}
