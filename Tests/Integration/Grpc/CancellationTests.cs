using Emulator.Api;
using Emulator.Engine;
using Grpc.Core;
using Inference.V1;

namespace Tests.Integration.Grpc;

public sealed class CancellationTests : ServerTests
{
    [Fact]
    public async Task Dropping_a_stream_frees_its_kv_before_the_next_step()
    {
        (EmulatorServer server, SteppedClock clock) = await StartSteppedAsync();
        using GrpcClient client = new(server);
        TaskCompletionSource<(long Steps, int KvBlocksUsed)> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Engine.EndListener = request => ended.SetResult((request.Steps, server.Engine.State.KvBlocksUsed));

        using (AsyncServerStreamingCall<CompletionChunk> call = client.Inference.StreamChatCompletion(GrpcClient.Synthetic(1_000, 100)))
        {
            await clock.StandsInStepAsync();
            clock.EndStep();
            Assert.NotNull(await GrpcClient.NextOf(call));
            await clock.StandsInStepAsync();
            Assert.Equal(63, server.Engine.State.KvBlocksUsed);
        }

        Wait.Until(() => server.Engine.AbortsAsked == 1, "the abort");
        clock.EndStep();

        // The prefill and the step that was under way when the client went; no third.
        Assert.Equal((2, 0), await ended.Task.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal(2, server.Engine.State.Steps);
        Expected = new LedgerCounts { Cancelled = 1 };
    }

    [Fact]
    public async Task A_unary_call_that_is_cancelled_is_given_up_too()
    {
        (EmulatorServer server, SteppedClock clock) = await StartSteppedAsync();
        using GrpcClient client = new(server);
        using CancellationTokenSource cancellation = new();

        Task<ChatCompletion> call = client.Inference.CreateChatCompletionAsync(GrpcClient.Synthetic(1_000, 100), cancellationToken: cancellation.Token).ResponseAsync;
        await clock.StandsInStepAsync();
        await cancellation.CancelAsync();
        Wait.Until(() => server.Engine.AbortsAsked == 1, "the abort");
        clock.EndStep();

        Assert.Equal(StatusCode.Cancelled, (await GrpcClient.ErrorOf(() => call)).Code);
        await server.DrainAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(1, server.Engine.State.Steps);
        Expected = new LedgerCounts { Cancelled = 1 };
    }

    [Fact]
    public async Task A_client_that_does_not_read_is_cut_off_and_holds_up_nobody()
    {
        (EmulatorServer server, SteppedClock clock) = await StartSteppedAsync("--stream-buffer-tokens 100");
        using GrpcClient slow = new(server);
        using GrpcClient quick = new(server);

        using AsyncServerStreamingCall<CompletionChunk> unread = slow.Inference.StreamChatCompletion(GrpcClient.Synthetic(10, 100_000));
        await clock.StandsInStepAsync();
        clock.EndStep();
        using AsyncServerStreamingCall<CompletionChunk> read = quick.Inference.StreamChatCompletion(GrpcClient.Synthetic(10, 100_000));
        Wait.Until(() => server.Engine.Submitted == 2, "the second request");

        // Each step waits until the quick client has what the step before it gave: what fills up is the slow client's alone.
        while (server.Engine.Ledger.Read().Cancelled == 0)
        {
            await clock.StandsInStepAsync();
            clock.EndStep();
            if (server.Engine.State.Running == 2)
            {
                Assert.NotNull(await GrpcClient.NextOf(read));
            }
        }

        var error = await GrpcClient.ErrorOf(() => GrpcClient.AllOf(unread));
        Assert.Equal((StatusCode.ResourceExhausted, "slow_consumer", "cancelled"), (error.Code, error.Info?.Reason, error.Info?.Metadata["outcome"]));
        Assert.Equal(1, server.Engine.State.Running);
        read.Dispose();
        Wait.Until(() => server.Engine.AbortsAsked >= 2, "the quick client's farewell");
        clock.RunFree();
        Expected = new LedgerCounts { Cancelled = 2 };
    }

    [Fact]
    public async Task A_client_that_never_reads_loses_its_id_though_it_stays()
    {
        (EmulatorServer server, SteppedClock clock) = await StartSteppedAsync("--stream-buffer-tokens 100");
        using GrpcClient slow = new(server);
        using AsyncServerStreamingCall<CompletionChunk> unread = slow.Inference.StreamChatCompletion(GrpcClient.Synthetic(10, 100_000, "mine"));
        await clock.StandsInStepAsync();
        clock.RunFree();
        Wait.Until(() => server.Engine.Ledger.Read().Cancelled == 1, "the end of the request that nobody reads");

        // The id is taken as long as a request of that name has not been forgotten.
        using GrpcClient next = new(server);
        Wait.Until(
            () =>
            {
                try
                {
                    return next.Inference.CreateChatCompletion(GrpcClient.Synthetic(10, 2, "mine")).Usage.CompletionTokens == 2;
                }
                catch (RpcException taken) when (taken.StatusCode == StatusCode.InvalidArgument)
                {
                    return false;
                }
            },
            "the id of the request that nobody reads");

        LedgerCounts counts = server.Engine.Ledger.Read();
        Assert.Equal((1, 1), (counts.Completed, counts.Cancelled));
        Expected = counts;
    }
}
