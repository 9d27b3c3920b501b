using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
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
        bool exportsTraces = settings.Exports("TRACES", warn);
        bool exportsMetrics = settings.Exports("METRICS", warn);
        if (!exportsTraces && !exportsMetrics)
        {
            return null;
        }

        ExportProblems problems = new(warn);
        IConfiguration configuration = settings.ToConfiguration();

        // The environment detector comes last, so that OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES win.
        void Describe(ResourceBuilder resource) => resource.AddService(serviceName, serviceVersion: serviceVersion).AddEnvironmentVariableDetector();

        TracerProvider? traces = !exportsTraces ? null : Sdk.CreateTracerProviderBuilder()
            .ConfigureServices(services => services.AddSingleton(configuration))
            .ConfigureResource(Describe)
            .AddSource(Sources.Emulator, Sources.LoadGen)
            .AddOtlpExporter()
            .Build();
        MeterProvider? metrics = !exportsMetrics ? null : Sdk.CreateMeterProviderBuilder()
            .ConfigureServices(services => services.AddSingleton(configuration))
            .ConfigureResource(Describe)
            .AddMeter(Sources.Emulator, Sources.LoadGen)
            .AddOtlpExporter()
            .Build();
        return new TelemetrySession(traces, metrics, problems);
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
}
