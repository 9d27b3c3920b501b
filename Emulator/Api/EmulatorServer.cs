using System.Net;
using Emulator.Api.Grpc;
using Emulator.Configuration;
using Emulator.Content;
using Emulator.Engine;
using Emulator.Engine.Journal;
using Emulator.Prometheus;
using Emulator.Time;
using Emulator.Tracing;
using Grpc.Health.V1;
using Grpc.HealthCheck;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Telemetry.Names;

namespace Emulator.Api;

/// <summary>An emulated inference server: an engine, and the doors in front of it. Lives in any process: that of <c>serve</c>, of a load generator, of a test.</summary>
public sealed class EmulatorServer : IAsyncDisposable
{
    // Whoever still holds a connection open this long after everything has been answered does not listen.
    internal static readonly TimeSpan PatienceWithConnections = TimeSpan.FromSeconds(2);

    private readonly List<WebApplication> _doors = [];
    private readonly HealthServiceImpl _health = new();
    private readonly EngineMetrics _metrics;
    private readonly DoorCertificate? _certificate;
    private readonly Lock _stopGate = new();
    private readonly TaskCompletionSource _shutdownAsked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task? _stopped;

    private EmulatorServer(EngineSetup setup, ReplyWriter replies, EngineReplica engine, DoorCertificate? certificate, ReplicaPlace place)
    {
        _certificate = certificate;
        Setup = setup;
        Engine = engine;
        _metrics = new EngineMetrics(engine, setup.ServedModelName, setup.Gpu, setup.Options.TensorParallelSize, place.Number, place.Rehearses ? Sources.Rehearsal : Sources.Emulator);
        Recorder = new EngineRecorder(setup, engine, place.NumberOnPage);
        Instruments = new OwnInstruments(_metrics, place.NumberOnPage);
        Reception = new Reception(setup, engine, _metrics, Recorder.Doors, replies) { Spans = new RequestSpans(setup.ServedModelName, place.Rehearses ? RequestSpans.Rehearsal : RequestSpans.Source) };
        StepSpans spans = new(engine, setup.Options.TraceStepRatio, setup.Options.TimeScale);
        engine.StepListener = step =>
        {
            _metrics.StepEnded(step);
            Recorder.StepEnded(step);
            spans.StepEnded(step);
        };
        engine.EndListener = request =>
        {
            _metrics.RequestEnded(request);
            Recorder.RequestEnded(request);
        };
        GrpcAddress = HttpAddress = ControlAddress = new Uri("http://localhost:0");
    }

    /// <summary>What is served.</summary>
    public EngineSetup Setup { get; }

    /// <summary>The engine.</summary>
    public EngineReplica Engine { get; }

    /// <summary>Where the gRPC door listens (HTTP/2, with TLS or without), with the port that it got.</summary>
    public Uri GrpcAddress { get; private set; }

    /// <summary>Where the OpenAI door listens (HTTP/1.1, with TLS also HTTP/2); of replicas on one port the port of all.</summary>
    public Uri HttpAddress { get; internal set; }

    /// <summary>Where the control service listens (gRPC, loopback).</summary>
    public Uri ControlAddress { get; private set; }

    /// <summary>Completes when a client's control call asks for the server's end; whoever started it then drains it.</summary>
    public Task ShutdownAsked => _shutdownAsked.Task;

    /// <summary>The engine's figures on the page <c>/metrics</c>.</summary>
    internal EngineRecorder Recorder { get; }

    /// <summary>Our own metrics there.</summary>
    internal OwnInstruments Instruments { get; }

    /// <summary>The HTTP door's traffic; of replicas on one port the first has that of all.</summary>
    internal HttpTraffic Traffic { get; } = new();

    /// <summary>What the HTTP door of its own answers; of replicas on one port none.</summary>
    internal IReadOnlyList<(string Path, IReadOnlyList<string> Methods)> HttpRoutes { get; private set; } = [];

    /// <summary>What its doors have in common.</summary>
    internal Reception Reception { get; }

    /// <summary>Starts the engine and opens the doors.</summary>
    /// <param name="configuration">What to serve, and where.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="InvalidConfigurationException">A catalogue does not know a name, the model does not fit, or a port cannot be had.</exception>
    /// <exception cref="OutputFailedException">The journal cannot be written.</exception>
    public static Task<EmulatorServer> StartAsync(EffectiveConfiguration configuration, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return StartAsync(configuration, ClockOf(configuration.Options), cancellation);
    }

    /// <summary>As <see cref="StartAsync(EffectiveConfiguration, CancellationToken)"/>, paced by <paramref name="clock"/>.</summary>
    public static Task<EmulatorServer> StartAsync(EffectiveConfiguration configuration, IEngineClock clock, CancellationToken cancellation = default) =>
        StartAsync(configuration, clock, default, cancellation);

    /// <summary>As <see cref="StartAsync(EffectiveConfiguration, IEngineClock, CancellationToken)"/>, one of several or the only one.</summary>
    internal static async Task<EmulatorServer> StartAsync(EffectiveConfiguration configuration, IEngineClock clock, ReplicaPlace place, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        EngineSetup setup = EngineSetup.From(configuration.Options);
        ReplyWriter replies = RepliesOf(setup.Options);

        // Vocabularies and caches are a tokenizer's own, and are made when it is first used: not by the first client.
        replies.Tokenizer.EncodeChat([("user", "Once more.")]);
        DoorCertificate? certificate = DoorCertificate.From(setup.Options);
        EmulatorServer server = new(setup, replies, new EngineReplica(setup.Blueprint, clock, OpenJournal(setup)), certificate, place);
        try
        {
            await server.OpenDoorsAsync(configuration, place.SharesHttp, cancellation);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Stops gently: new requests are told that the server is unavailable, those inside are answered. After <paramref name="limit"/> of wall
    /// time the rest ends as <see cref="Outcome.Failed"/>. Then the doors close. There is one drain: a second call waits for the first one's.
    /// </summary>
    /// <exception cref="IOException">The engine had ended before, because its journal could not be written.</exception>
    public Task DrainAsync(TimeSpan limit)
    {
        lock (_stopGate)
        {
            return _stopped ??= StopAsync(limit);
        }
    }

    private async Task StopAsync(TimeSpan limit)
    {
        Reception.Gate.BeginDrain();
        SetHealth(HealthCheckResponse.Types.ServingStatus.NotServing);
        try
        {
            await Engine.DrainAsync(limit);
        }
        finally
        {
            using CancellationTokenSource impatience = new(PatienceWithConnections);
            await Reception.EmptyAsync(impatience.Token);
            await Task.WhenAll(_doors.Select(door => DoorHost.CloseAsync(door, impatience.Token)));
        }
    }

    /// <summary>Stops at once, also a server that drains; what is inside ends as <see cref="Outcome.Failed"/>. Why an engine failed is for <see cref="EngineReplica.Ended"/> to say.</summary>
    public async ValueTask DisposeAsync()
    {
        Task stopped = DrainAsync(TimeSpan.Zero);
        await Engine.StopAsync(TimeSpan.Zero);
        try
        {
            await stopped;
        }
        catch (Exception) when (Engine.Ended.IsFaulted)
        {
            // Said already.
        }

        await Engine.DisposeAsync();
        Instruments.Dispose();
        _metrics.Dispose();
    }

    /// <summary>The clock that options ask for.</summary>
    internal static IEngineClock ClockOf(ServerOptions options) => options.TimeScale > 0 ? new WallClock(options.TimeScale) : new UnpacedClock();

    private static JournalWriter? OpenJournal(EngineSetup setup)
    {
        ServerOptions options = setup.SelfContained;
        try
        {
            return options.Journal is { } path ? new JournalWriter(path, ProductVersion.Own, options.ToJson()) : null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new OutputFailedException($"journal is '{options.Journal}', which cannot be written: {problem.Message}", problem);
        }
    }

    private static ReplyWriter RepliesOf(ServerOptions options) => new(
        options.Tokenizer is { } path ? TokenizerFile.Read(path, options.EstimateTokensAbove) : PromptTokenizer.EstimatingAbove(options.EstimateTokensAbove),
        ContentFile.Source(options.Content));

    private async Task OpenDoorsAsync(EffectiveConfiguration configuration, bool sharesHttp, CancellationToken cancellation)
    {
        ServerOptions options = Setup.Options;
        WebApplication control = await OpenGrpcAsync(new DoorEndpoint("admin-grpc-port", IPAddress.Loopback, options.AdminGrpcPort), cancellation, GrpcService.Of(new ControlDoor(Reception, configuration)));
        ControlAddress = DoorHost.AddressOf(control);
        DoorLimits limits = new(options);
        WebApplication grpc = await OpenGrpcAsync(
            new DoorEndpoint("grpc-port", DoorEndpoint.AddressOf(options.Host), options.GrpcPort) { Certificate = _certificate, Limit = limits.ApplyToConnections },
            cancellation,
            GrpcService.Of(new InferenceDoor(Reception, ControlAddress.Port)),
            GrpcService.Of(new VllmInferenceDoor(Reception, Reception.Behaviour.AbortsDroppedVllmStreams)),
            GrpcService.Of(new VllmControlDoor(Reception, () => _shutdownAsked.TrySetResult())));
        GrpcAddress = DoorHost.AddressOf(grpc);
        if (!sharesHttp)
        {
            WebApplication http = await HttpDoor.OpenAsync([this], options, _certificate, cancellation);
            _doors.Add(http);
            HttpAddress = DoorHost.AddressOf(http);
            HttpRoutes = [.. DoorHost.RoutesOf(http)];
        }

        SetHealth(HealthCheckResponse.Types.ServingStatus.Serving);
    }

    private async Task<WebApplication> OpenGrpcAsync(DoorEndpoint endpoint, CancellationToken cancellation, params GrpcService[] doors)
    {
        WebApplication app = await DoorHost.StartAsync(
            endpoint,
            HttpProtocols.Http2,
            services =>
            {
                services.AddGrpc(grpc =>
                {
                    GrpcLimits.Apply(grpc);
                    grpc.Interceptors.Add<UnexpectedGrpcErrors>();
                    grpc.Interceptors.Add<EmptyReplies>();
                });
                services.AddGrpcReflection();
                Array.ForEach(doors, door => door.Register(services));
                services.AddSingleton(_health);
            },
            app =>
            {
                app.Use(UnreadableMessages.GuardAsync);
                Array.ForEach(doors, door => door.Map(app));
                app.MapGrpcService<HealthServiceImpl>();
                app.MapGrpcReflectionService();
            },
            cancellation);
        _doors.Add(app);
        return app;
    }

    private void SetHealth(HealthCheckResponse.Types.ServingStatus status)
    {
        foreach (string service in (string[])["", "inference.v1.InferenceService", "vllm.Inference", "vllm.Control"])
        {
            _health.SetStatus(service, status);
        }
    }
}
