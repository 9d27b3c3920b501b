using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Telemetry.Names;

namespace Telemetry;

/// <summary>
/// The export of spans and metrics over OTLP, as the standard <c>OTEL_*</c> variables ask for it. Without an endpoint there is no session,
/// no listener, and spans and metrics cost nothing.
/// </summary>
/// <remarks>Needs no host and no ASP.NET Core: the SDK's providers are built directly.</remarks>
public sealed class TelemetrySession : IDisposable
{
    /// <summary>Longest time, wall, that <see cref="Dispose"/> waits for what is still to be sent.</summary>
    public static readonly TimeSpan FlushLimit = TimeSpan.FromSeconds(5);

    private const string Traces = "TRACES";
    private const string Metrics = "METRICS";

    private readonly TracerProvider? _traces;
    private readonly MeterProvider? _metrics;
    private readonly ExportProblems _problems;

    private TelemetrySession(TracerProvider? traces, MeterProvider? metrics, ExportProblems problems)
    {
        _traces = traces;
        _metrics = metrics;
        _problems = problems;
    }

    /// <summary>Begins to export, if that is asked for.</summary>
    /// <param name="serviceName">What the service is called, unless <c>OTEL_SERVICE_NAME</c> says otherwise.</param>
    /// <param name="serviceVersion">Its version.</param>
    /// <param name="warn">Told in one sentence about each kind of problem, from any thread: unusable values, an unreachable endpoint, lost spans.</param>
    /// <param name="variables">Environment variables; null = the process's own.</param>
    /// <returns>Null when neither <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> nor that of a signal is set, or all is switched off. Dispose it at the end of the program.</returns>
    public static TelemetrySession? Start(
        string serviceName,
        string serviceVersion,
        Action<string> warn,
        IReadOnlyDictionary<string, string>? variables = null)
    {
        TelemetryVariables settings = new(variables);
        bool exportsTraces = settings.Exports(Traces, warn);
        bool exportsMetrics = settings.Exports(Metrics, warn);
        if (!exportsTraces && !exportsMetrics)
        {
            return null;
        }

        ExportProblems problems = new(warn);
        return new TelemetrySession(
            exportsTraces ? BuildTraces(settings, Describe) : null,
            exportsMetrics ? BuildMetrics(settings, Describe) : null,
            problems);

        // The environment detector comes last, so that OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES win.
        void Describe(ResourceBuilder resource) => resource.AddService(serviceName, serviceVersion: serviceVersion).AddEnvironmentVariableDetector();
    }

    /// <summary>Sends what is left, for at most <see cref="FlushLimit"/>, and stops listening.</summary>
    public void Dispose()
    {
        long began = Stopwatch.GetTimestamp();
        _traces?.Shutdown((int)FlushLimit.TotalMilliseconds);
        TimeSpan left = FlushLimit - Stopwatch.GetElapsedTime(began);
        _metrics?.Shutdown((int)Math.Max(0, left.TotalMilliseconds));
        _traces?.Dispose();
        _metrics?.Dispose();
        _problems.Dispose();
    }

    private static TracerProvider BuildTraces(TelemetryVariables settings, Action<ResourceBuilder> describe) => Sdk.CreateTracerProviderBuilder()
        .ConfigureServices(services => services.AddSingleton(settings.ToConfiguration(Traces)))
        .ConfigureResource(describe)
        .AddSource(Sources.Emulator, Sources.LoadGen)
        .AddOtlpExporter(options => UseOwnEndpoint(options, settings.OwnEndpoint(Traces)))
        .Build();

    private static MeterProvider BuildMetrics(TelemetryVariables settings, Action<ResourceBuilder> describe) => Sdk.CreateMeterProviderBuilder()
        .ConfigureServices(services => services.AddSingleton(settings.ToConfiguration(Metrics)))
        .ConfigureResource(describe)
        .AddMeter(Sources.Emulator, Sources.LoadGen)
        .AddOtlpExporter(options => UseOwnEndpoint(options, settings.OwnEndpoint(Metrics)))
        .Build();

    // Set only where there is one: an endpoint set in code is taken as it is.
    private static void UseOwnEndpoint(OtlpExporterOptions options, Uri? endpoint)
    {
        if (endpoint is not null)
        {
            options.Endpoint = endpoint;
        }
    }
}
