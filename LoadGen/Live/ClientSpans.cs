using System.Diagnostics;
using Emulator;
using Grpc.Core;
using LoadGen.Measure;
using LoadGen.Schedule;
using Telemetry.Names;

namespace LoadGen.Live;

/// <summary>
/// The client's span of each try of an arrival, and the W3C context by which the server's spans join it. While nobody listens, a try costs
/// one comparison.
/// </summary>
/// <param name="operation">One of <see cref="Operations"/>.</param>
/// <param name="model">The model asked for; null where requests name none.</param>
/// <param name="target">The server.</param>
internal sealed class ClientSpans(string operation, string? model, Uri target)
{
    private static readonly ActivitySource Source = new(Sources.LoadGen, ProductVersion.Own);

    private readonly string _name = model is null ? operation : $"{operation} {model}";

    /// <summary>Begins the span of one try. Call it right before sending.</summary>
    /// <param name="arrival">What is sent.</param>
    /// <param name="at">When it was due, from the start of the load.</param>
    /// <param name="sendLateness">How much later than due it is sent, wall time.</param>
    /// <param name="attempt">Which try this is, from 1.</param>
    /// <returns>Null when nobody listens, or the sampler does not want this one. Not the current activity: the sending thread goes on to other arrivals.</returns>
    public Activity? Start(Arrival arrival, TimeSpan at, TimeSpan sendLateness, int attempt = 1)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        Activity? current = Activity.Current;
        Activity.Current = null;
        Activity? span = Source.StartActivity(_name, ActivityKind.Client);
        Activity.Current = current;
        if (span is { IsAllDataRequested: true })
        {
            span.SetTag(Attributes.OperationName, operation);
            span.SetTag(Attributes.ProviderName, Operations.Provider);
            span.SetTag(Attributes.RequestModel, model);
            span.SetTag(Attributes.RequestId, arrival.Id);
            span.SetTag(Attributes.RequestMaxTokens, arrival.MaxOutputTokens);
            span.SetTag(Attributes.ServerAddress, target.Host);
            span.SetTag(Attributes.ServerPort, target.Port);
            span.SetTag(Attributes.LoadAt, at.TotalSeconds);
            span.SetTag(Attributes.LoadSendLateness, sendLateness.TotalSeconds);
            span.SetTag(Attributes.LoadProfile, arrival.Profile);
            span.SetTag(Attributes.LoadAttempt, attempt);
        }

        return span;
    }

    /// <summary>Puts the span's context into the call's metadata, as <c>traceparent</c> and <c>tracestate</c>.</summary>
    /// <remarks>Explicitly, since HttpClient would send the context of whatever is current when the call is made, and only then.</remarks>
    public static void Inject(Activity? span, Metadata headers)
    {
        if (span is null)
        {
            return;
        }

        headers.Add("traceparent", span.Id!);
        if (span.TraceStateString is { Length: > 0 } state)
        {
            headers.Add("tracestate", state);
        }
    }

    /// <summary>The W3C trace id for <see cref="RequestRecord.TraceId"/>; null without a span.</summary>
    public static string? TraceId(Activity? span) => span?.TraceId.ToHexString();

    /// <summary>Ends the span with what became of the try.</summary>
    public static void Finish(Activity? span, RequestRecord record)
    {
        if (span is null)
        {
            return;
        }

        if (span.IsAllDataRequested)
        {
            string outcome = record.Outcome.ToText();
            span.SetTag(Attributes.Outcome, outcome);
            span.SetTag(Attributes.Reason, record.Reason);
            span.SetTag(Attributes.InputTokens, record.PromptTokens);
            span.SetTag(Attributes.OutputTokens, record.OutputTokens);
            span.SetTag(Attributes.CacheReadInputTokens, record.CachedTokens);
            span.SetTag(Attributes.LoadTtft, record.Ttft?.TotalSeconds);
            if (record.Outcome != LoadOutcome.Completed)
            {
                span.SetTag(Attributes.ErrorType, outcome);
                span.SetStatus(ActivityStatusCode.Error, record.Reason);
            }
        }

        Activity? current = Activity.Current;
        span.Dispose();
        Activity.Current = current;
    }
}
