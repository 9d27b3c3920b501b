using Telemetry;

namespace Tests.Integration.Telemetry;

/// <summary>The export of one signal to a receiver. Ending it sends all that is left, and fails the test if there was anything to warn about.</summary>
internal sealed class Exporting : IDisposable
{
    private readonly List<string> _warnings = [];
    private readonly TelemetrySession _session;
    private bool _ended;

    public Exporting(OtlpReceiver receiver, string signal, params (string Name, string Value)[] more)
    {
        Dictionary<string, string> variables = more.ToDictionary(pair => pair.Name, pair => pair.Value);
        variables[$"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT"] = receiver.Endpoint;
        _session = TelemetrySession.Start("emulator-test", "1.2.3", Warn, variables)!;
    }

    /// <summary>Ends it here.</summary>
    /// <returns>The warnings.</returns>
    public string[] End()
    {
        _ended = true;
        _session.Dispose();
        lock (_warnings)
        {
            return [.. _warnings];
        }
    }

    public void Dispose()
    {
        if (!_ended)
        {
            Assert.Empty(End());
        }
    }

    private void Warn(string warning)
    {
        lock (_warnings)
        {
            _warnings.Add(warning);
        }
    }
}
