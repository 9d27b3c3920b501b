using Emulator.Api;
using Emulator.Content;
using Emulator.Engine;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Reflection.V1Alpha;
using Inference.V1;

namespace Tests.Integration.Grpc;

public sealed class InspectionTests : ServerTests
{
    [Fact]
    public async Task Health_is_serving_for_the_server_and_its_services()
    {
        EmulatorServer server = await StartAsync();
        using GrpcClient client = new(server);
        Health.HealthClient health = new(client.Channel);

        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, (await health.CheckAsync(new HealthCheckRequest())).Status);
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, (await health.CheckAsync(new HealthCheckRequest { Service = "inference.v1.InferenceService" })).Status);
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, (await health.CheckAsync(new HealthCheckRequest { Service = "vllm.Inference" })).Status);
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, (await health.CheckAsync(new HealthCheckRequest { Service = "vllm.Control" })).Status);
    }

    [Fact]
    public async Task Reflection_names_the_services_of_each_port_and_of_no_other()
    {
        EmulatorServer server = await StartAsync();
        using GrpcClient client = new(server);

        Assert.Equal(["grpc.health.v1.Health", "inference.v1.InferenceService", "vllm.Control", "vllm.Inference"], await ServicesOf(client.Channel));
        Assert.Equal(["grpc.health.v1.Health", "inference.v1.ControlService"], await ServicesOf(client.ControlChannel));
    }

    [Fact]
    public async Task The_model_tells_what_the_server_is()
    {
        EmulatorServer server = await StartAsync("--preset seed-tp8 --time-scale 0.25");
        using GrpcClient client = new(server);

        ModelInfo model = (await client.Inference.ListModelsAsync(new ListModelsRequest())).Models.Single();

        Assert.Equal(("Llama-3.1-70B", "GH200-576", 8U, 3_691U, 512U, 131_072U, 16U), (model.Id, model.Gpu, model.TensorParallelSize, model.TokenBudget, model.MaxNumSeqs, model.MaxModelLen, model.BlockSize));
        Assert.Equal((0.25, false, (uint)server.Setup.KvBlocks, (uint)server.ControlAddress.Port), (model.TimeScale, model.Calibrated, model.KvBlocks, model.ControlPort));
        Assert.Equal(model, await client.Inference.GetModelAsync(new GetModelRequest { Model = "Llama-3.1-70B" }));
    }

    [Fact]
    public async Task Tokens_of_a_text_give_the_text_back_and_a_conversation_counts_its_layout()
    {
        EmulatorServer server = await StartAsync();
        using GrpcClient client = new(server);

        TokenizeResponse text = await client.Inference.TokenizeAsync(new TokenizeRequest { Prompt = "The quick brown fox" });
        TokenizeResponse chat = await client.Inference.TokenizeAsync(new TokenizeRequest { Messages = { new ChatMessage { Role = "user", Content = "The quick brown fox" } } });
        DetokenizeRequest back = new();
        back.Tokens.AddRange(text.Tokens);
        DetokenizeRequest wrong = new() { Tokens = { 4_000_000_000 } };

        Assert.Equal("The quick brown fox", (await client.Inference.DetokenizeAsync(back)).Prompt);
        Assert.Equal((4U, 4U + PromptTokenizer.TokensPerConversation + PromptTokenizer.TokensPerMessage), (text.Count, chat.Count));
        Assert.Equal(StatusCode.InvalidArgument, (await GrpcClient.ErrorOf(() => client.Inference.DetokenizeAsync(wrong).ResponseAsync)).Code);
    }

    [Fact]
    public async Task State_is_the_picture_between_two_steps_and_its_books_balance()
    {
        (EmulatorServer server, SteppedClock clock) = await StartSteppedAsync("--max-num-seqs 2");
        using GrpcClient client = new(server);
        Task<ChatCompletion>[] calls = [.. Enumerable.Range(0, 2).Select(_ => client.Inference.CreateChatCompletionAsync(GrpcClient.Synthetic(100, 2)).ResponseAsync)];
        Wait.Until(() => server.Engine.Submitted == 2, "both requests");
        await clock.StandsInStepAsync();
        clock.EndStep();
        await clock.StandsInStepAsync();

        ServerState state = await client.Control.GetStateAsync(new GetStateRequest());
        ServerConfig config = await client.Control.GetConfigAsync(new GetConfigRequest());
        clock.RunFree();
        await Task.WhenAll(calls);
        ServerState end = await client.Control.GetStateAsync(new GetStateRequest());

        Assert.Equal((2UL, 2U, 1UL, new Inference.V1.OutcomeCounts()), (state.Received, state.InFlight, state.Steps, state.Outcomes));
        Assert.InRange(state.KvBlocksUsed, 7U, 14U);
        Assert.Equal(server.Engine.State.PlanHash.ToString(), end.PlanHash);
        Assert.Equal((0U, 0U, 2UL), (end.InFlight, end.KvBlocksUsed, end.Outcomes.Completed));
        Assert.Equal(new Setting { Key = "max-num-seqs", Value = "2", Origin = "flag --max-num-seqs" }, config.Settings.Single(setting => setting.Key == "max-num-seqs"));
        Expected = new LedgerCounts { Completed = 2 };
    }

    private static async Task<string[]> ServicesOf(ChannelBase channel)
    {
        using AsyncDuplexStreamingCall<ServerReflectionRequest, ServerReflectionResponse> call = new ServerReflection.ServerReflectionClient(channel).ServerReflectionInfo();
        await call.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "" });
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        return [.. call.ResponseStream.Current.ListServicesResponse.Service.Select(service => service.Name).Where(name => !name.Contains("reflection", StringComparison.Ordinal)).Order()];
    }
}
