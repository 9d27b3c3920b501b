using System.Diagnostics;
using Emulator;
using Grpc.Core;
using Grpc.Net.Client;
using Inference.V1;
using Polly;
using Polly.Retry;

namespace LoadGen.Live;

/// <summary>A server that speaks <c>inference.v1</c>, connected and asked who it is.</summary>
public sealed class GrpcTarget : IDisposable
{
    private static readonly TimeSpan AskTimeout = TimeSpan.FromSeconds(10);

    // A look at the server is worth no long wait at the end of an interrupted run.
    private static readonly TimeSpan LookTimeout = TimeSpan.FromSeconds(2);

    private readonly GrpcChannel _channel;
    private readonly GrpcChannel? _controlChannel;

    private GrpcTarget(Uri address, GrpcChannel channel, Metadata headers, ModelInfo model, TimeSpan connectTime)
    {
        Address = address;
        _channel = channel;
        Headers = headers;
        Model = model;
        ConnectTime = connectTime;
        Inference = new InferenceService.InferenceServiceClient(channel);
        if (model.ControlPort != 0 && address.IsLoopback)
        {
            _controlChannel = Open(new UriBuilder(address) { Port = (int)model.ControlPort }.Uri);
            Control = new ControlService.ControlServiceClient(_controlChannel);
        }
    }

    /// <summary>Where it is.</summary>
    public Uri Address { get; }

    /// <summary>Sent with every call: the API key and what the user adds.</summary>
    public Metadata Headers { get; }

    /// <summary>Who it is.</summary>
    public ModelInfo Model { get; }

    /// <summary>From the first attempt to the answer, wall time: name look-up, connection, HTTP/2 and one call.</summary>
    public TimeSpan ConnectTime { get; }

    /// <summary>Its main door.</summary>
    public InferenceService.InferenceServiceClient Inference { get; }

    /// <summary>Its control service; null where it is not to be reached from here.</summary>
    public ControlService.ControlServiceClient? Control { get; }

    /// <summary>Its options, in the order of <c>serve --help</c>; empty where it does not say.</summary>
    public IReadOnlyList<Setting> Settings { get; private set; } = [];

    /// <summary>Connects and asks for the model.</summary>
    /// <param name="target"><c>grpc://host:port</c> or <c>http://host:port</c>.</param>
    /// <param name="model">The model to use; null = the first that it serves.</param>
    /// <param name="headers">Sent with every call.</param>
    /// <param name="patience">How long to go on trying while nobody answers.</param>
    /// <param name="cancellation">Ends the attempts.</param>
    /// <exception cref="InvalidConfigurationException">The address is none, or the model is not served.</exception>
    /// <exception cref="TargetUnreachableException">Nobody answers.</exception>
    public static async Task<GrpcTarget> ConnectAsync(string target, string? model, Metadata headers, TimeSpan patience, CancellationToken cancellation)
    {
        Uri address = AddressOf(target);
        GrpcChannel channel = Open(address);
        InferenceService.InferenceServiceClient client = new(channel);
        long began = Stopwatch.GetTimestamp();
        ResiliencePipeline retry = new ResiliencePipelineBuilder()
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<RpcException>(error => error.StatusCode == StatusCode.Unavailable && Stopwatch.GetElapsedTime(began) < patience),
                MaxRetryAttempts = int.MaxValue,
                BackoffType = DelayBackoffType.Exponential,
                Delay = TimeSpan.FromMilliseconds(100),
                MaxDelay = TimeSpan.FromSeconds(1),
            })
            .Build();
        try
        {
            ListModelsResponse models = await retry.ExecuteAsync(
                async token => await client.ListModelsAsync(new ListModelsRequest(), headers, DateTime.UtcNow + AskTimeout, token), cancellation);
            ModelInfo served = models.Models.FirstOrDefault(m => model is null || m.Id == model)
                ?? throw new InvalidConfigurationException($"--model is '{model}', which {target} does not serve; it serves {string.Join(", ", models.Models.Select(m => m.Id))}.");
            GrpcTarget connected = new(address, channel, headers, served, Stopwatch.GetElapsedTime(began));
            connected.Settings = await connected.SettingsAsync(cancellation);
            return connected;
        }
        catch (RpcException error) when (error.StatusCode is not StatusCode.Cancelled)
        {
            channel.Dispose();
            throw error.StatusCode is StatusCode.Unauthenticated or StatusCode.PermissionDenied
                ? new InvalidConfigurationException($"{target} wants another API key: {error.Status.Detail}", error)
                : new TargetUnreachableException($"{target} can't be reached: {Cause(error)}", error);
        }
        catch
        {
            channel.Dispose();
            throw;
        }
    }

    /// <summary>What the server says of itself; null where it does not say.</summary>
    public async Task<ServerState?> StateAsync(CancellationToken cancellation)
    {
        if (Control is null)
        {
            return null;
        }

        try
        {
            return await Control.GetStateAsync(new GetStateRequest { StepLatenessBuckets = true }, Headers, DateTime.UtcNow + LookTimeout, cancellation);
        }
        catch (RpcException)
        {
            // A server behind a forwarded port, or one that has died: the client's own figures stand without it.
            return null;
        }
    }

    /// <summary>Whether it still answers.</summary>
    public async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        try
        {
            await Inference.ListModelsAsync(new ListModelsRequest(), Headers, DateTime.UtcNow + AskTimeout, cancellation);
            return true;
        }
        catch (RpcException error) when (error.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Internal)
        {
            return false;
        }
        catch (RpcException error) when (error.StatusCode == StatusCode.Cancelled && cancellation.IsCancellationRequested)
        {
            // The run ended before the answer came: nobody asks any more.
            return true;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _channel.Dispose();
        _controlChannel?.Dispose();
    }

    private async Task<IReadOnlyList<Setting>> SettingsAsync(CancellationToken cancellation)
    {
        if (Control is null)
        {
            return [];
        }

        try
        {
            return (await Control.GetConfigAsync(new GetConfigRequest(), Headers, DateTime.UtcNow + LookTimeout, cancellation)).Settings;
        }
        catch (RpcException)
        {
            // As for its state.
            return [];
        }
    }

    private static Uri AddressOf(string target)
    {
        string text = target.StartsWith("grpc://", StringComparison.OrdinalIgnoreCase) ? string.Concat("http://", target.AsSpan("grpc://".Length)) : target;
        return Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https" && address.Port > 0
            ? address
            : throw new InvalidConfigurationException($"--target is '{target}'; allowed are addresses such as grpc://127.0.0.1:50051.");
    }

    private static GrpcChannel Open(Uri address) => GrpcChannel.ForAddress(address, new GrpcChannelOptions
    {
        // A server allows 100 streams a connection by default; without this, further ones would wait silently in the client.
        HttpHandler = new SocketsHttpHandler { EnableMultipleHttp2Connections = true, ConnectTimeout = AskTimeout, PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan },
        DisposeHttpClient = true,
        MaxReceiveMessageSize = null,
    });

    private static string Cause(RpcException error) => error.Status.DebugException?.GetBaseException().Message ?? error.Status.Detail;
}
