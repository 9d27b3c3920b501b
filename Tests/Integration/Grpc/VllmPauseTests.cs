using Emulator.Api;
using Emulator.Engine;
using Grpc.Core;
using Vllm;
using PauseMode = Vllm.PauseMode;
using Reason = Vllm.FinishInfo.Types.FinishReason;

namespace Tests.Integration.Grpc;

/// <summary>What pauses and sleep do, in engine steps. An order that the engine has answered came behind all that was in before it: what has not happened by then does not happen.</summary>
public sealed class VllmPauseTests : ServerTests
{
    [Fact]
    public async Task A_pause_that_keeps_takes_no_step_until_it_is_over_and_loses_nothing()
    {
        (EmulatorServer server, SteppedClock clock) = await StartSteppedAsync();
        using VllmClient client = new(server);
        Task<GenerateResponse> first = client.Inference.GenerateAsync(VllmClient.Sized(100, 3)).ResponseAsync;
        await clock.StandsInStepAsync();

        Task pause = PauseAsync(server, client, PauseMode.Keep, clearCache: false);
        clock.EndStep();
        await pause;
        Task<GenerateResponse> second = client.Inference.GenerateAsync(VllmClient.Sized(50, 1)).ResponseAsync;
        Wait.Until(() => server.Engine.Submitted == 2, "the second request");

        // The running request holds KV, so that there is nothing to reset.
        Assert.False(await server.Engine.ResetPrefixCacheAsync());
        Assert.Equal((1L, 7, 1), (server.Engine.State.Steps, server.Engine.State.KvBlocksUsed, server.Engine.State.Waiting));
        Assert.True((await client.Control.IsPausedAsync(new IsPausedRequest())).Paused);

        await client.Control.ResumeGenerationAsync(new ResumeGenerationRequest());
        Assert.False((await client.Control.IsPausedAsync(new IsPausedRequest())).Paused);
        clock.RunFree();
        await Task.WhenAll(first, second);
        Assert.Equal((3L, 0L), (server.Engine.State.Steps, server.Engine.State.Preemptions));
        Expected = new LedgerCounts { Completed = 2 };
    }

    [Fact]
    public async Task A_pause_that_keeps_and_clears_takes_the_kv_which_is_computed_again()
    {
        (EmulatorServer server, SteppedClock clock) = await StartSteppedAsync();
        using VllmClient client = new(server);
        Task<GenerateResponse> call = client.Inference.GenerateAsync(VllmClient.Sized(100, 3)).ResponseAsync;
        await clock.StandsInStepAsync();

        Task pause = PauseAsync(server, client, PauseMode.Keep, clearCache: null);
        clock.EndStep();
        await pause;
        Assert.Equal((1L, 0, 1), (server.Engine.State.Steps, server.Engine.State.KvBlocksUsed, server.Engine.State.Waiting));

        await client.Control.ResumeGenerationAsync(new ResumeGenerationRequest());
        clock.RunFree();
        Assert.Equal(3U, (await call).Outputs.NumTokens);
        Assert.Equal((1L, 100 + 101 + 1L), (server.Engine.State.Preemptions, server.Engine.State.ComputedTokens));
        Expected = new LedgerCounts { Completed = 1 };
    }

    [Fact]
    public async Task A_pause_that_waits_runs_what_runs_to_its_end_and_admits_nobody()
    {
        (EmulatorServer server, SteppedClock clock) = await StartSteppedAsync();
        using VllmClient client = new(server);
        Task<GenerateResponse> runs = client.Inference.GenerateAsync(VllmClient.Sized(100, 3)).ResponseAsync;
        await clock.StandsInStepAsync();
        Task<GenerateResponse> waits = client.Inference.GenerateAsync(VllmClient.Sized(50, 2)).ResponseAsync;
        Wait.Until(() => server.Engine.Submitted == 2, "the second request");

        Task pause = PauseAsync(server, client, PauseMode.Wait, clearCache: null);
        for (int step = 0; step < 3; step++)
        {
            Assert.False(pause.IsCompleted);
            clock.EndStep();
            if (step < 2)
            {
                await clock.StandsInStepAsync();
            }
        }

        await pause;
        Assert.Equal(3U, (await runs).Outputs.NumTokens);
        Assert.Equal((3L, 0, 1), (server.Engine.State.Steps, server.Engine.State.KvBlocksUsed, server.Engine.State.Waiting));
        Assert.False(waits.IsCompleted);

        await client.Control.ResumeGenerationAsync(new ResumeGenerationRequest());
        clock.RunFree();
        Assert.Equal(2U, (await waits).Outputs.NumTokens);
        Assert.Equal(5, server.Engine.State.Steps);
        Expected = new LedgerCounts { Completed = 2 };
    }

    [Fact]
    public async Task A_pause_that_aborts_ends_all_who_are_inside_and_lets_later_ones_wait()
    {
        (EmulatorServer server, SteppedClock clock) = await StartSteppedAsync("--max-num-seqs 1");
        using VllmClient client = new(server);
        Task<GenerateResponse> runs = client.Inference.GenerateAsync(VllmClient.Sized(100, 3)).ResponseAsync;
        await clock.StandsInStepAsync();
        Task<GenerateResponse> waits = client.Inference.GenerateAsync(VllmClient.Sized(50, 2)).ResponseAsync;
        Wait.Until(() => server.Engine.Submitted == 2, "the second request");

        Task pause = PauseAsync(server, client, PauseMode.Unspecified, clearCache: null);
        clock.EndStep();
        await pause;
        Assert.Equal((1L, 0, 0), (server.Engine.State.Steps, server.Engine.State.KvBlocksUsed, server.Engine.State.Waiting));
        SequenceOutput aborted = (await runs).Outputs;
        Assert.Equal((Reason.Aborted, aborted.NumTokens), (aborted.FinishInfo.FinishReason, aborted.FinishInfo.NumOutputTokens));
        Assert.Equal((Reason.Aborted, 0U), ((await waits).Outputs.FinishInfo.FinishReason, (await waits).Outputs.NumTokens));

        Task<GenerateResponse> late = client.Inference.GenerateAsync(VllmClient.Sized(50, 1)).ResponseAsync;
        Wait.Until(() => server.Engine.Submitted == 3, "the third request");
        Assert.True(await server.Engine.ResetPrefixCacheAsync());
        Assert.Equal((1L, 1), (server.Engine.State.Steps, server.Engine.State.Waiting));
        await client.Control.ResumeGenerationAsync(new ResumeGenerationRequest());
        clock.RunFree();
        await late;
        Expected = new LedgerCounts { Completed = 1, Cancelled = 2 };
    }

    [Fact]
    public async Task A_request_that_is_aborted_in_a_pause_frees_its_kv_without_a_step()
    {
        (EmulatorServer server, SteppedClock clock) = await StartSteppedAsync();
        using VllmClient client = new(server);
        Task<GenerateResponse> call = client.Inference.GenerateAsync(VllmClient.Sized(100, 3, "mine")).ResponseAsync;
        await clock.StandsInStepAsync();
        Task pause = PauseAsync(server, client, PauseMode.Keep, clearCache: false);
        clock.EndStep();
        await pause;

        await client.Control.AbortAsync(new AbortRequest { RequestIds = { "mine" } });

        Assert.Equal(Reason.Aborted, (await call).Outputs.FinishInfo.FinishReason);
        Assert.Equal((1L, 0), (server.Engine.State.Steps, server.Engine.State.KvBlocksUsed));
        Expected = new LedgerCounts { Cancelled = 1 };
    }

    [Fact]
    public async Task Sleep_gives_up_kv_and_prefix_cache_and_wakes_up_when_it_has_all_memory()
    {
        EmulatorServer server = await StartAsync("--enable-sleep-mode true --enable-prefix-caching true");
        using VllmClient client = new(server);
        async Task<long> ComputedAsync()
        {
            long before = server.Engine.State.ComputedTokens;
            await client.Inference.GenerateAsync(VllmClient.Sized(100, 1));
            return server.Engine.State.ComputedTokens - before;
        }

        Assert.Equal((100, 4), (await ComputedAsync(), await ComputedAsync()));
        await client.Control.SleepAsync(new SleepRequest());
        Assert.True((await client.Control.IsSleepingAsync(new IsSleepingRequest())).Sleeping);
        Assert.Equal(1, server.Engine.SleepLevel);
        Assert.Equal(StatusCode.FailedPrecondition, (await GrpcClient.ErrorOf(() => client.Control.ResumeGenerationAsync(new ResumeGenerationRequest()).ResponseAsync)).Code);
        await client.Control.WakeUpAsync(new WakeUpRequest { Tags = { "weights" } });
        await client.Control.WakeUpAsync(new WakeUpRequest { Tags = { "unknown" } });
        Assert.True((await client.Control.IsSleepingAsync(new IsSleepingRequest())).Sleeping);
        await client.Control.WakeUpAsync(new WakeUpRequest { Tags = { "kv_cache" } });
        Assert.False((await client.Control.IsSleepingAsync(new IsSleepingRequest())).Sleeping);
        Assert.Equal((100, 4), (await ComputedAsync(), await ComputedAsync()));

        await client.Control.SleepAsync(new SleepRequest { Level = 0 });
        Assert.True((await client.Control.IsPausedAsync(new IsPausedRequest())).Paused);
        await client.Control.WakeUpAsync(new WakeUpRequest { Tags = { "scheduling" } });
        Assert.Equal(4, await ComputedAsync());
        Expected = new LedgerCounts { Completed = 5 };
    }

    [Fact]
    public async Task Who_runs_into_sleep_is_computed_again_after_it()
    {
        (EmulatorServer server, SteppedClock clock) = await StartSteppedAsync("--enable-sleep-mode true");
        using VllmClient client = new(server);
        Task<GenerateResponse> call = client.Inference.GenerateAsync(VllmClient.Sized(100, 3)).ResponseAsync;
        await clock.StandsInStepAsync();

        Task sleep = client.Control.SleepAsync(new SleepRequest { Level = 2, Mode = PauseMode.Keep }).ResponseAsync;
        Wait.Until(() => server.Engine.OrdersGiven == 1, "the order");
        clock.EndStep();
        await sleep;
        Assert.Equal((1L, 0, 2), (server.Engine.State.Steps, server.Engine.State.KvBlocksUsed, server.Engine.SleepLevel));

        await client.Control.WakeUpAsync(new WakeUpRequest());
        clock.RunFree();
        Assert.Equal(3U, (await call).Outputs.NumTokens);
        Assert.Equal(1, server.Engine.State.Preemptions);
        Expected = new LedgerCounts { Completed = 1 };
    }

    [Fact]
    public async Task A_paused_server_that_drains_ends_at_once()
    {
        (EmulatorServer server, SteppedClock clock) = await StartSteppedAsync();
        using VllmClient client = new(server);
        Task<GenerateResponse> call = client.Inference.GenerateAsync(VllmClient.Sized(100, 3)).ResponseAsync;
        await clock.StandsInStepAsync();
        Task pause = PauseAsync(server, client, PauseMode.Keep, clearCache: false);
        clock.EndStep();
        await pause;

        await server.DrainAsync(TimeSpan.FromHours(1)).WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Equal(StatusCode.Internal, (await GrpcClient.ErrorOf(() => call)).Code);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => server.Engine.ResumeAsync());
        Expected = new LedgerCounts { Failed = 1 };
    }

    private static Task PauseAsync(EmulatorServer server, VllmClient client, PauseMode mode, bool? clearCache)
    {
        PauseGenerationRequest request = new() { Mode = mode };
        if (clearCache is { } clears)
        {
            request.ClearCache = clears;
        }

        long given = server.Engine.OrdersGiven;
        Task pause = client.Control.PauseGenerationAsync(request).ResponseAsync;
        Wait.Until(() => server.Engine.OrdersGiven == given + 1, "the order");
        return pause;
    }
}
