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
using Microsoft.ML.Tokenizers;
using Vllm;

namespace Tests.Integration.Grpc;

/// <summary>vLLM's service as it treats requests whose clients have gone, both ways.</summary>
public sealed class VllmDroppedStreamTests
{
    private const int Letters = 50;

    [Fact]
    public async Task A_dropped_stream_frees_its_kv_before_the_next_step_where_the_server_aborts_it()
    {
        await using Served served = await Served.StartAsync(PromptTokenizer.O200k, abortsDroppedStreams: true);

        using (AsyncServerStreamingCall<GenerateResponse> call = served.Client.Inference.GenerateStream(VllmClient.Sized(1_000, 100)))
        {
            await served.Clock.StandsInStepAsync();
            served.Clock.EndStep();
            Assert.NotNull(await VllmClient.NextOf(call));
            await served.Clock.StandsInStepAsync();
        }

        Wait.Until(() => served.Engine.AbortsAsked == 1, "the abort");
        served.Clock.EndStep();
        Wait.Until(() => served.Engine.Ledger.InFlight == 0, "the end of the request");

        Assert.Equal((1L, 2L, 0), (served.Engine.Ledger[Outcome.Cancelled], served.Engine.State.Steps, served.Engine.State.KvBlocksUsed));
    }

    [Theory]
    [InlineData(true, 1, Outcome.Cancelled)]
    [InlineData(false, Letters, Outcome.Completed)]
    public async Task Nothing_more_is_tokenized_for_a_dropped_stream_where_the_server_aborts_it(bool aborts, int pieces, Outcome outcome)
    {
        using HeldLetters letters = new();
        await using Served served = await Served.StartAsync(letters.Tokenizer(), aborts);
        served.Clock.RunFree();
        using (served.Client.Inference.GenerateStream(new GenerateRequest { Text = new string('a', Letters) }))
        {
            Wait.Until(() => letters.Given == 1, "the first piece");
        }

        Wait.Until(() => served.IsClientGone, "the client's departure");
        letters.LetGo();
        Wait.Until(() => served.Engine.Ledger.InFlight == 0, "the end of the request");

        Assert.Equal((pieces, 1L), (letters.Given, served.Engine.Ledger[outcome]));
    }

    /// <summary>The service on a port of its own, over an engine that goes step by step.</summary>
    private sealed class Served : IAsyncDisposable
    {
        private readonly EngineMetrics _metrics;
        private WebApplication? _app;
        private volatile bool _isClientGone;

        private Served()
        {
            Engine = new EngineReplica(Setup.Blueprint, Clock);
            _metrics = new EngineMetrics(Engine, Setup.ServedModelName, Setup.Gpu, Setup.Options.TensorParallelSize);
        }

        public SteppedClock Clock { get; } = new();

        public EngineReplica Engine { get; }

        public VllmClient Client => field ??= new VllmClient(DoorHost.AddressOf(_app!));

        /// <summary>Whether the server has seen a client go.</summary>
        public bool IsClientGone => _isClientGone;

        private EngineSetup Setup { get; } = EngineSetup.From(ServerOptions.FromPreset("llama3-8b-h100"));

        public static async Task<Served> StartAsync(PromptTokenizer tokenizer, bool abortsDroppedStreams)
        {
            Served served = new();
            Reception reception = new(served.Setup, served.Engine, served._metrics, new EngineRecorder(served.Setup, served.Engine).Doors, new ReplyWriter(tokenizer, ContentSource.Prose));
            VllmInferenceDoor door = new(reception, abortsDroppedStreams);
            served._app = await DoorHost.StartAsync(
                new DoorEndpoint("grpc-port", IPAddress.Loopback, 0),
                HttpProtocols.Http2,
                services => services.AddSingleton(door).AddGrpc(),
                routes =>
                {
                    routes.Use((context, next) =>
                    {
                        context.RequestAborted.Register(() => served._isClientGone = true);
                        return next(context);
                    });
                    routes.MapGrpcService<VllmInferenceDoor>();
                },
                CancellationToken.None);
            return served;
        }

        public async ValueTask DisposeAsync()
        {
            Client.Dispose();
            Clock.RunFree();
            await _app!.DisposeAsync();
            await Engine.DisposeAsync();
            _metrics.Dispose();
            Clock.Dispose();
        }
    }

    /// <summary>Splits text into its letters, and waits behind the first until it is let go.</summary>
    private sealed class HeldLetters : PreTokenizer, IDisposable
    {
        private readonly ManualResetEventSlim _isLetGo = new();
        private int _given;

        public int Given => Volatile.Read(ref _given);

        public PromptTokenizer Tokenizer() =>
            new(TiktokenTokenizer.Create(new MemoryStream("YQ== 0\n"u8.ToArray()), new ShortPieces(this), normalizer: null), textTokens: 1, endOfText: 1, new Dictionary<int, string> { [1] = "<|end|>" }, longestToken: 1);

        public void LetGo() => _isLetGo.Set();

        public override IEnumerable<(int Offset, int Length)> PreTokenize(string text)
        {
            for (int letter = 0; letter < text.Length; letter++)
            {
                Interlocked.Increment(ref _given);
                if (letter == 0)
                {
                    Assert.True(_isLetGo.Wait(TimeSpan.FromSeconds(20)), "nobody let go");
                }

                yield return (letter, 1);
            }
        }

        public override IEnumerable<(int Offset, int Length)> PreTokenize(ReadOnlySpan<char> text) => PreTokenize(text.ToString());

        public void Dispose() => _isLetGo.Dispose();
    }
}
