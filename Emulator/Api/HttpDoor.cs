using Emulator.Api.OpenAi;
using Emulator.Configuration;
using Emulator.Prometheus;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Emulator.Api;

/// <summary>The HTTP port, of one server or of several.</summary>
internal static class HttpDoor
{
    /// <summary>Opens it.</summary>
    /// <param name="servers">Who answers there, in the order of their numbers.</param>
    /// <param name="options">Where it listens, whom it lets in, and how much it takes.</param>
    /// <param name="certificate">How it is encrypted; null = not at all.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="InvalidConfigurationException">The port cannot be had.</exception>
    public static Task<WebApplication> OpenAsync(IReadOnlyList<EmulatorServer> servers, ServerOptions options, DoorCertificate? certificate, CancellationToken cancellation)
    {
        DoorLimits limits = new(options);
        return DoorHost.StartAsync(
            new DoorEndpoint("http-port", DoorEndpoint.AddressOf(options.Host), options.HttpPort) { Certificate = certificate, Limit = limits.ApplyToHttp },
            certificate is null ? HttpProtocols.Http1 : HttpProtocols.Http1AndHttp2,
            services => services.AddCors(),
            app => Map(app, servers, options, limits),
            cancellation);
    }

    private static void Map(WebApplication app, IReadOnlyList<EmulatorServer> servers, ServerOptions options, DoorLimits limits)
    {
        Reception first = servers[0].Reception;
        HttpTraffic traffic = servers[0].Traffic;
        app.Use(traffic.MeasureAsync);
        app.Use(new UnexpectedHttpErrors(first.Behaviour).GuardAsync);
        if (first.SendsRequestIds)
        {
            app.Use(new RequestNames(first).NameAsync);
        }

        app.Use(new HeaderGuard(limits, first.Behaviour).GuardAsync);
        app.Use(new KeyGuard(first).GuardAsync);
        app.UseMiddleware<CorsMiddleware>(CrossOrigin.PolicyOf(options));
        app.Use(new ExactPaths(() => DoorHost.RoutesOf(app).Select(route => route.Path)).RouteAsync);
        new MetricsPage([.. servers.Select(server => server.Recorder)], [.. servers.Select(server => server.Instruments)], traffic, options.ShowHiddenMetrics).Map(app);
        new OpenAiDoor(new ModelChoice([.. servers.Select(server => server.Reception)])).Map(app);
        if (!options.DisableFastapiDocs)
        {
            ApiDocument.Map(app, options.ServerDevMode, first.Behaviour.TellsOneModel);
        }
    }
}
