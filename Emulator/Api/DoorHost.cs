using System.Net.Sockets;
using Emulator.Api.Grpc;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Emulator.Api;

/// <summary>
/// One listening port and what is behind it. Each door has a host of its own, so that no port answers for another, and so that a port which
/// cannot be had is reported by the option that asked for it.
/// </summary>
internal static class DoorHost
{
    /// <summary>Binds the port and begins to answer.</summary>
    /// <param name="endpoint">Where to listen, and the option that says so.</param>
    /// <param name="protocols">What is spoken there; without TLS a port speaks one protocol only.</param>
    /// <param name="register">Adds services.</param>
    /// <param name="map">Maps paths.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="InvalidConfigurationException">The address or port cannot be had.</exception>
    public static async Task<WebApplication> StartAsync(
        DoorEndpoint endpoint, HttpProtocols protocols, Action<IServiceCollection> register, Action<WebApplication> map, CancellationToken cancellation)
    {
        // The empty builder reads no environment, no files and no arguments, and takes no signals: this server has its own of all of them.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;

            // What a client is slow to read waits for it, as on the servers that are emulated; how much may wait is --stream-buffer-tokens. And they wait for what it is slow to send.
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            GrpcLimits.Apply(kestrel.Limits);
            endpoint.Limit?.Invoke(kestrel.Limits);
            kestrel.Listen(endpoint.Address, endpoint.Port, listen =>
            {
                listen.Protocols = protocols;
                endpoint.Certificate?.Use(listen);
            });
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, NoHostLifetime>();
        builder.Services.AddLogging(logging => logging
            .AddSimpleConsole(console => console.SingleLine = true)
            .SetMinimumLevel(LogLevel.Warning)
            .AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Error)
            .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None)

            // A client's malformed message; what is ours, UnexpectedGrpcErrors tells.
            .AddFilter("Grpc.AspNetCore.Server.ServerCallHandler", LogLevel.None));
        builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        register(builder.Services);
        WebApplication app = builder.Build();
        map(app);
        try
        {
            await app.StartAsync(cancellation);
            return app;
        }
        catch (Exception problem) when (Explanation(endpoint, problem) is { } sentence)
        {
            await app.DisposeAsync();
            throw new InvalidConfigurationException(sentence, problem);
        }
    }

    /// <summary>Where a started host listens.</summary>
    /// <param name="app">The host.</param>
    public static Uri AddressOf(WebApplication app) => new(app.Urls.Single());

    /// <summary>What it answers: paths as they are mapped, and their methods.</summary>
    /// <param name="app">The host.</param>
    public static IEnumerable<(string Path, IReadOnlyList<string> Methods)> RoutesOf(IEndpointRouteBuilder app) => app.DataSources
        .SelectMany(source => source.Endpoints)
        .OfType<RouteEndpoint>()
        .Select(endpoint => (endpoint.RoutePattern.RawText!, endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods));

    /// <summary>Stops listening, once all has been answered or somebody is impatient.</summary>
    public static async Task CloseAsync(WebApplication app, CancellationToken impatience)
    {
        await app.StopAsync(impatience);
        await app.DisposeAsync();
    }

    private static string? Explanation(DoorEndpoint endpoint, Exception problem) => problem switch
    {
        { InnerException: AddressInUseException } => $"{endpoint.Option} is {endpoint.Port}, which another program uses on {endpoint.Address}; allowed are free ports, and 0 for any of them.",
        SocketException { SocketErrorCode: SocketError.AccessDenied } => $"{endpoint.Option} is {endpoint.Port}, which this user may not bind; allowed are ports from 1024, and 0 for a free one.",
        SocketException { SocketErrorCode: SocketError.AddressNotAvailable } or { InnerException: SocketException { SocketErrorCode: SocketError.AddressNotAvailable } } =>
            $"host is {endpoint.Address}, which is no address of this machine; allowed are its own addresses, 127.0.0.1 and 0.0.0.0.",
        _ => null,
    };
}
