using System.Diagnostics.Tracing;
using System.Globalization;

namespace Telemetry;

/// <summary>
/// Passes on what the SDK otherwise says only to its own event sources: that its queue overflowed, that an endpoint cannot be reached. Each
/// kind of problem once, so that a collector which is down does not flood the log.
/// </summary>
internal sealed class ExportProblems(Action<string> warn) : EventListener
{
    private const string Sdk = "OpenTelemetry-Sdk";
    private const string Exporter = "OpenTelemetry-Exporter-OpenTelemetryProtocol";
    private const string SpansDropped = "ExistsDroppedExportProcessorItems";

    private readonly HashSet<string> _told = [];

    /// <inheritdoc/>
    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name is Sdk or Exporter)
        {
            EnableEvents(eventSource, EventLevel.Warning);
        }
    }

    /// <inheritdoc/>
    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        // The SDK also warns of every instrument in the process that nobody asked it to export.
        if (eventData.EventSource.Name == Sdk && eventData.Level > EventLevel.Error && eventData.EventName != SpansDropped)
        {
            return;
        }

        lock (_told)
        {
            if (!_told.Add(eventData.EventName ?? ""))
            {
                return;
            }
        }

        object?[] values = [.. eventData.Payload?.Select(FirstLine) ?? []];
        warn($"telemetry: {string.Format(CultureInfo.InvariantCulture, eventData.Message ?? eventData.EventName ?? "", values)}");
    }

    // Exceptions come as text with their stack.
    private static object? FirstLine(object? value) => value is string text ? text.Split('\n', 2)[0].TrimEnd() : value;
}
