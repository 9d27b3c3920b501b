using System.Diagnostics.Tracing;
using System.Globalization;

namespace Telemetry;

/// <summary>
/// Passes on what the SDK otherwise says only to its own event sources: that its queue overflowed, that an endpoint cannot be reached. Each
/// kind of problem once, so that a collector which is down does not flood the log.
/// </summary>
internal sealed class ExportProblems(Action<string> warn) : EventListener
{
    private readonly HashSet<string> _told = [];

    /// <inheritdoc/>
    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name is "OpenTelemetry-Sdk" or "OpenTelemetry-Exporter-OpenTelemetryProtocol")
        {
            EnableEvents(eventSource, EventLevel.Warning);
        }
    }

    /// <inheritdoc/>
    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
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
