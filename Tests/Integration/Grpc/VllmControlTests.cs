using Emulator;
using Emulator.Api;
using Emulator.Engine;
using Google.Protobuf;
using Grpc.Core;
using Vllm;

namespace Tests.Integration.Grpc;

public sealed class VllmControlTests : ServerTests
{
    [Fact]
    public async Task The_server_and_its_model_tell_what_they_are()
    {
        EmulatorServer server = await StartAsync("--preset seed-tp8");
        using VllmClient client = new(server);

        ServerInfo info = await client.Control.GetServerInfoAsync(new GetServerInfoRequest());
        ModelInfo model = await client.Control.GetModelInfoAsync(new GetModelInfoRequest());

        Assert.Equal((ProductVersion.Vllm, "vllm", 5), (info.EngineVersion, info.ApiVersion, info.InstanceId.Length));
        Assert.Equal(new ParallelismInfo { TensorParallelSize = 8, PipelineParallelSize = 1, DataParallelSize = 1, DecodeContextParallelSize = 1, WorldSize = 8, DataParallelSizeLocal = 1 }, info.Parallelism);
        Assert.Equal((131_072U, 16U, 3_691UL, 512UL), (info.MaxModelLen, info.KvBlockSize, info.MaxBatchedTokens, info.MaxRunningRequests));
        Assert.Equal(((ulong)server.Setup.KvBlocks + 1, 16UL, new RlCapabilities()), (info.TotalKvBlocks, info.EffectiveAttentionBlockSize, info.RlCapabilities));
        Assert.Equal(("Llama-3.1-70B", "Llama-3.1-70B", true, true, false), (model.ModelId, model.ServedModelName, model.SupportsTextInput, model.SupportsTokenIdsInput, model.SupportsLora));
    }

    [Theory]
    [InlineData("--model meta-llama/Llama-3.1-8B-Instruct", "meta-llama/Llama-3.1-8B-Instruct", "meta-llama/Llama-3.1-8B-Instruct", "")]
    [InlineData("""--served-model-name ["mine","chat","chat-large"]""", "Llama-3.1-8B", "mine", "chat chat-large")]
    public async Task Aliases_are_the_further_names_that_were_given(string flags, string id, string name, string aliases)
    {
        using VllmClient client = new(await StartAsync(flags));

        ModelInfo model = await client.Control.GetModelInfoAsync(new GetModelInfoRequest());

        Assert.Equal((id, name, aliases), (model.ModelId, model.ServedModelName, string.Join(' ', model.ServedModelAliases)));
    }

    [Fact]
    public async Task Shutdown_tells_whoever_started_the_server()
    {
        EmulatorServer server = await StartAsync();
        using VllmClient client = new(server);

        Assert.False(server.ShutdownAsked.IsCompleted);
        await client.Control.ShutdownAsync(new ShutdownRequest());

        Assert.True(server.ShutdownAsked.IsCompleted);
    }

    [Fact]
    public async Task Weights_have_a_label()
    {
        EmulatorServer server = await StartAsync();
        using VllmClient client = new(server);

        Assert.Equal("default", (await client.Control.GetWeightVersionAsync(new GetWeightVersionRequest())).WeightVersion);
        await client.Control.UpdateWeightVersionAsync(new UpdateWeightVersionRequest { WeightVersion = "step-7" });
        Assert.Equal("step-7", (await client.Control.GetWeightVersionAsync(new GetWeightVersionRequest())).WeightVersion);
        Assert.Equal(StatusCode.InvalidArgument, await CodeOf(() => client.Control.UpdateWeightVersionAsync(new UpdateWeightVersionRequest { WeightVersion = " " }).ResponseAsync));
        Assert.Empty((await client.Control.GetKvEventSourcesAsync(new GetKvEventSourcesRequest())).Sources);
    }

    [Fact]
    public async Task What_a_server_was_not_started_for_is_a_failed_precondition()
    {
        EmulatorServer server = await StartAsync();
        using VllmClient client = new(server);
        Vllm.Control.ControlClient control = client.Control;

        Func<Task>[] calls =
        [
            () => control.LoadLoraAsync(new LoadLoraRequest { LoraName = "x", SourcePath = "y" }).ResponseAsync,
            () => control.UnloadLoraAsync(new UnloadLoraRequest { LoraName = "x" }).ResponseAsync,
            () => control.ListLorasAsync(new ListLorasRequest()).ResponseAsync,
            () => control.SleepAsync(new SleepRequest()).ResponseAsync,
            () => control.WakeUpAsync(new WakeUpRequest()).ResponseAsync,
            () => control.InitWeightTransferEngineAsync(new InitWeightTransferEngineRequest { InitInfoJson = ByteString.CopyFromUtf8("{}") }).ResponseAsync,
            () => control.StartWeightUpdateAsync(new StartWeightUpdateRequest()).ResponseAsync,
            () => control.StartDraftWeightUpdateAsync(new StartDraftWeightUpdateRequest()).ResponseAsync,
            () => control.UpdateWeightsAsync(new UpdateWeightsRequest()).ResponseAsync,
            () => control.FinishWeightUpdateAsync(new FinishWeightUpdateRequest()).ResponseAsync,
        ];

        Assert.All(await Task.WhenAll(calls.Select(CodeOf)), code => Assert.Equal(StatusCode.FailedPrecondition, code));
        Assert.False((await control.IsSleepingAsync(new IsSleepingRequest())).Sleeping);
    }

    [Fact]
    public async Task Modes_and_levels_that_do_not_exist_are_invalid()
    {
        EmulatorServer server = await StartAsync("--enable-sleep-mode true");
        using VllmClient client = new(server);

        Assert.True((await client.Control.GetServerInfoAsync(new GetServerInfoRequest())).RlCapabilities.SleepModeEnabled);
        Assert.Equal(StatusCode.InvalidArgument, await CodeOf(() => client.Control.PauseGenerationAsync(new PauseGenerationRequest { Mode = (Vllm.PauseMode)9 }).ResponseAsync));
        Assert.Equal(StatusCode.InvalidArgument, await CodeOf(() => client.Control.SleepAsync(new SleepRequest { Level = 3 }).ResponseAsync));
        Assert.False((await client.Control.IsPausedAsync(new IsPausedRequest())).Paused);
    }

    [Fact]
    public async Task A_server_with_a_key_takes_no_orders_without_it()
    {
        EmulatorServer server = await StartAsync("--api-key secret");
        using VllmClient client = new(server);
        Metadata key = new() { { "authorization", "Bearer secret" } };

        Assert.Equal(StatusCode.Unauthenticated, await CodeOf(() => client.Control.ShutdownAsync(new ShutdownRequest()).ResponseAsync));
        Assert.Equal(StatusCode.Unauthenticated, await CodeOf(() => client.Control.PauseGenerationAsync(new PauseGenerationRequest()).ResponseAsync));
        Assert.Equal(StatusCode.Unauthenticated, await CodeOf(() => client.Inference.GenerateAsync(VllmClient.Sized(5, 1)).ResponseAsync));
        Assert.False(server.ShutdownAsked.IsCompleted);
        await client.Inference.GenerateAsync(VllmClient.Sized(5, 1), key);
        Expected = new LedgerCounts { Completed = 1, Invalid = 1 };
    }

    [Fact]
    public async Task An_abort_ends_a_request_of_any_door()
    {
        (EmulatorServer server, SteppedClock clock) = await StartSteppedAsync();
        using GrpcClient own = new(server);
        using VllmClient client = new(server);
        Task call = own.Inference.CreateChatCompletionAsync(GrpcClient.Synthetic(100, 50, "mine")).ResponseAsync;
        await clock.StandsInStepAsync();
        await client.Control.AbortAsync(new AbortRequest { RequestIds = { "mine" } });
        clock.EndStep();

        var error = await GrpcClient.ErrorOf(() => call);
        Assert.Equal((StatusCode.Aborted, "aborted", "cancelled"), (error.Code, error.Info?.Reason, error.Info?.Metadata["outcome"]));
        Expected = new LedgerCounts { Cancelled = 1 };
    }

    private static async Task<StatusCode> CodeOf(Func<Task> call) => (await GrpcClient.ErrorOf(call)).Code;
}
