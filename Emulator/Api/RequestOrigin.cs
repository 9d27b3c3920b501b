using System.Diagnostics;
using Emulator.Tracing;

namespace Emulator.Api;

/// <summary>Which of the server's operations a request asks for, and whose trace it belongs to.</summary>
/// <param name="Operation">One of <see cref="Telemetry.Names.Operations"/>.</param>
/// <param name="Caller">The caller's W3C context; default = it begins a trace of its own.</param>
internal readonly record struct RequestOrigin(string Operation, ActivityContext Caller)
{
    /// <summary>From the headers <c>traceparent</c> and <c>tracestate</c>; either may be null.</summary>
    public static RequestOrigin Of(string operation, string? traceparent, string? tracestate) => new(operation, RequestSpans.CallerOf(traceparent, tracestate));
}
