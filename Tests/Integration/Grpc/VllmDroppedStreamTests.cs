using System.Net;
using Emulator.Api;
using Emulator.Api.Grpc;
using Emulator.Configuration;
using Emulator.Content;
using Emulator.Engine;
using Emulator.Prometheus;
using Emulator.Tracing;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Vllm;

namespace Tests.Integration.Grpc;

/// <summary>vLLM's service where the server gives up requests whose clients have gone.</summary>
public sealed class VllmDroppedStreamTests
{
    [Fact]
    public async Task A_dropped_stream_frees_its_kv_before_the_next_step_where_the_server_aborts_it()
    {
        EngineSetup setup = EngineSetup.From(ServerOptions.FromPreset("llama3-8b-h100"));
        using SteppedClock clock = new();
        await using EngineReplica engine = new(setup.Blueprint, clock);
        using EngineMetrics metrics = new(engine, setup.ServedModelName, setup.Gpu, setup.Options.TensorParallelSize);
        VllmInferenceDoor door = new(new Reception(setup, engine, metrics, new EngineRecorder(setup, engine).Doors, new ReplyWriter(PromptTokenizer.O200k, ContentSource.Prose)), abortsDroppedStreams: true);
        await using WebApplication app = await DoorHost.StartAsync(
            new DoorEndpoint("grpc-port", IPAddress.Loopback, 0),
            HttpProtocols.Http2,
            services => services.AddSingleton(door).AddGrpc(),
            routes => routes.MapGrpcService<VllmInferenceDoor>(),
            CancellationToken.None);
        using VllmClient client = new(DoorHost.AddressOf(app));

        using (AsyncServerStreamingCall<GenerateResponse> call = client.Inference.GenerateStream(VllmClient.Sized(1_000, 100)))
        {
            await clock.StandsInStepAsync();
            clock.EndStep();
            Assert.NotNull(await VllmClient.NextOf(call));
            await clock.StandsInStepAsync();
        }

        Wait.Until(() => engine.AbortsAsked == 1, "the abort");
        clock.EndStep();
        Wait.Until(() => engine.Ledger.InFlight == 0, "the end of the request");

        Assert.Equal((1L, 2L, 0), (engine.Ledger[Outcome.Cancelled], engine.State.Steps, engine.State.KvBlocksUsed));
    }
}
