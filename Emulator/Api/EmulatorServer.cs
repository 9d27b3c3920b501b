using System.Net;
using Emulator.Api.Grpc;
using Emulator.Api.OpenAi;
using Emulator.Configuration;
using Emulator.Content;
using Emulator.Engine;
using Emulator.Engine.Journal;
using Emulator.Prometheus;
using Emulator.Time;
using Emulator.Tracing;
using Grpc.Health.V1;
using Grpc.HealthCheck;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Emulator.Api;

/// <summary>An emulated inference server: an engine, and the doors in front of it. Lives in any process: that of <c>serve</c>, of a load generator, of a test.</summary>
public sealed class EmulatorServer : IAsyncDisposable
{
    // Whoever still holds a connection open this long after everything has been answered does not listen.
    private static readonly TimeSpan s_patienceWithConnections = TimeSpan.FromSeconds(2);

    private readonly List<WebApplication> _doors = [];
    private readonly HealthServiceImpl _health = new();
    private readonly Reception _reception;
    private readonly EngineMetrics _metrics;
    private readonly OwnInstruments _instruments;
    private readonly HttpTraffic _traffic = new();
    private readonly DoorCertificate? _certificate;
    private readonly Lock _stopGate = new();
    private readonly TaskCompletionSource _shutdownAsked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task? _stopped;

    private EmulatorServer(EngineSetup setup, ReplyWriter replies, EngineReplica engine, DoorCertificate? certificate)
    {
        _certificate = certificate;
        Setup = setup;
        Engine = engine;
        _metrics = new EngineMetrics(engine, setup.ServedModelName, setup.Gpu, setup.Options.TensorParallelSize);
        Recorder = new EngineRecorder(setup, engine);
        _instruments = new OwnInstruments(_metrics);
        Metrics = new MetricsPage([Recorder], [_instruments], _traffic, setup.Options.ShowHiddenMetrics);
        _reception = new Reception(setup, engine, _metrics, Recorder.Doors, replies);
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

    /// <summary>Where the OpenAI door listens (HTTP/1.1, with TLS also HTTP/2).</summary>
    public Uri HttpAddress { get; private set; }

    /// <summary>Where the control service listens (gRPC, loopback).</summary>
    public Uri ControlAddress { get; private set; }

    /// <summary>Completes when a client's control call asks for the server's end; whoever started it then drains it.</summary>
    public Task ShutdownAsked => _shutdownAsked.Task;

    /// <summary>The page <c>/metrics</c>.</summary>
    internal MetricsPage Metrics { get; }

    /// <summary>The engine's figures on that page.</summary>
    internal EngineRecorder Recorder { get; }

    /// <summary>Starts the engine and opens the doors.</summary>
    /// <param name="configuration">What to serve, and where.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="InvalidConfigurationException">A catalogue does not know a name, the model does not fit, or a port cannot be had.</exception>
    /// <exception cref="OutputFailedException">The journal cannot be written.</exception>
    public static Task<EmulatorServer> StartAsync(EffectiveConfiguration configuration, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        double timeScale = configuration.Options.TimeScale;
        return StartAsync(configuration, timeScale > 0 ? new WallClock(timeScale) : new UnpacedClock(), cancellation);
    }

    /// <summary>As <see cref="StartAsync(EffectiveConfiguration, CancellationToken)"/>, paced by <paramref name="clock"/>.</summary>
    public static async Task<EmulatorServer> StartAsync(EffectiveConfiguration configuration, IEngineClock clock, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        EngineSetup setup = EngineSetup.From(configuration.Options);
        ReplyWriter replies = RepliesOf(setup.Options);
        DoorCertificate? certificate = DoorCertificate.From(setup.Options);
        EmulatorServer server = new(setup, replies, new EngineReplica(setup.Blueprint, clock, OpenJournal(setup)), certificate);
        try
        {
            await server.OpenDoorsAsync(configuration, cancellation);
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
        _reception.Gate.BeginDrain();
        SetHealth(HealthCheckResponse.Types.ServingStatus.NotServing);
        try
        {
            await Engine.DrainAsync(limit);
        }
        finally
        {
            using CancellationTokenSource impatience = new(s_patienceWithConnections);
            await _reception.EmptyAsync(impatience.Token);
            await Task.WhenAll(_doors.Select(door => CloseAsync(door, impatience.Token)));
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
        _instruments.Dispose();
        _metrics.Dispose();
    }

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

    private static async Task CloseAsync(WebApplication door, CancellationToken impatience)
    {
        await door.StopAsync(impatience);
        await door.DisposeAsync();
    }

    private async Task OpenDoorsAsync(EffectiveConfiguration configuration, CancellationToken cancellation)
    {
        ServerOptions options = Setup.Options;
        IPAddress host = options.Host == "localhost" ? IPAddress.Loopback : IPAddress.Parse(options.Host);
        WebApplication control = await OpenGrpcAsync(new DoorEndpoint("admin-grpc-port", IPAddress.Loopback, options.AdminGrpcPort), cancellation, GrpcService.Of(new ControlDoor(_reception, configuration)));
        ControlAddress = DoorHost.AddressOf(control);
        DoorLimits limits = new(options);
        WebApplication grpc = await OpenGrpcAsync(
            new DoorEndpoint("grpc-port", host, options.GrpcPort) { Certificate = _certificate, Limit = limits.ApplyToConnections },
            cancellation,
            GrpcService.Of(new InferenceDoor(_reception, ControlAddress.Port)),
            GrpcService.Of(new VllmInferenceDoor(_reception, _reception.Behaviour.AbortsDroppedVllmStreams)),
            GrpcService.Of(new VllmControlDoor(_reception, () => _shutdownAsked.TrySetResult())));
        GrpcAddress = DoorHost.AddressOf(grpc);
        WebApplication http = await DoorHost.StartAsync(
            new DoorEndpoint("http-port", host, options.HttpPort) { Certificate = _certificate, Limit = limits.ApplyToHttp },
            _certificate is null ? HttpProtocols.Http1 : HttpProtocols.Http1AndHttp2,
            services => services.AddCors(),
            app => OpenHttp(app, limits),
            cancellation);
        _doors.Add(http);
        HttpAddress = DoorHost.AddressOf(http);
        SetHealth(HealthCheckResponse.Types.ServingStatus.Serving);
    }

    private void OpenHttp(WebApplication app, DoorLimits limits)
    {
        app.Use(_traffic.MeasureAsync);
        app.Use(new UnexpectedHttpErrors(_reception.Behaviour).GuardAsync);
        app.Use(new HeaderGuard(limits, _reception.Behaviour).GuardAsync);
        app.Use(new KeyGuard(_reception).GuardAsync);
        app.UseMiddleware<CorsMiddleware>(CrossOrigin.PolicyOf(Setup.Options));
        Metrics.Map(app);
        new OpenAiDoor(_reception).Map(app);
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
                });
                services.AddGrpcReflection();
                Array.ForEach(doors, door => door.Register(services));
                services.AddSingleton(_health);
            },
            app =>
            {
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
