using System.Diagnostics;
using Emulator.Engine;
using Telemetry.Names;

namespace Emulator.Tracing;

/// <summary>
/// The spans of requests: <c>llm_request</c>, begun by a door on arrival so that engine steps can link to it, and its phases, drawn when it has
/// ended from the stamps that the engine took. All of it on the door's threads, and nothing at all while nobody listens.
/// </summary>
/// <param name="servedModel">The name under which the model is served.</param>
/// <param name="source">Where they come from: <see cref="Source"/> or <see cref="Rehearsal"/>.</param>
internal sealed class RequestSpans(string servedModel, ActivitySource source)
{
    /// <summary>Where this program's spans come from.</summary>
    public static readonly ActivitySource Source = new(Sources.Emulator, ProductVersion.Own);

    /// <summary>Where those of a server come from that serves nobody.</summary>
    public static readonly ActivitySource Rehearsal = new(Sources.Rehearsal, ProductVersion.Own);

    /// <summary>
    /// Whom a request's span belongs to: the web server's own span if somebody exports that, else what the caller sent. ASP.NET Core
    /// makes a span also just for its log; as a parent it would be missing in the trace.
    /// </summary>
    /// <param name="traceparent">The W3C header, or null.</param>
    /// <param name="tracestate">The W3C header, or null.</param>
    public static ActivityContext CallerOf(string? traceparent, string? tracestate)
    {
        if (Activity.Current is { Recorded: true } current && current.Source.HasListeners())
        {
            return current.Context;
        }

        return ActivityContext.TryParse(traceparent, tracestate, isRemote: true, out ActivityContext caller) ? caller : default;
    }

    /// <summary>Begins the span of a request that reached a door; goes into <see cref="LiveRequest.Span"/>.</summary>
    /// <param name="operation">One of <see cref="Operations"/>.</param>
    /// <param name="requestedModel">The model that the request names; null or empty = none.</param>
    /// <param name="caller">As <see cref="CallerOf"/> gives it; default = it begins a trace of its own.</param>
    /// <returns>Null when nobody listens, or the sampler does not want this one.</returns>
    public Activity? Begin(string operation, string? requestedModel, ActivityContext caller)
    {
        if (!source.HasListeners())
        {
            return null;
        }

        // Neither child of what happens to be current here nor current itself: the parent is said, and a door's thread may go on to others.
        Activity? current = Activity.Current;
        Activity.Current = null;
        Activity? span = source.StartActivity(Spans.LlmRequest, ActivityKind.Server, caller);
        Activity.Current = current;
        if (span is { IsAllDataRequested: true })
        {
            span.SetTag(Attributes.OperationName, operation);
            span.SetTag(Attributes.ProviderName, Operations.Provider);
            span.SetTag(Attributes.RequestModel, string.IsNullOrEmpty(requestedModel) ? servedModel : requestedModel);
            span.SetTag(Attributes.ResponseModel, servedModel);
        }

        return span;
    }

    /// <summary>Ends the span of a request that the engine has ended, and draws its phases. Not for the engine's thread.</summary>
    public static void End(LiveRequest request)
    {
        if (request.Span is not { } span)
        {
            return;
        }

        WallTimes times = new(Stopwatch.GetTimestamp(), DateTime.UtcNow);
        if (span.IsAllDataRequested)
        {
            DrawPhases(request, span, times);
            Describe(request, span);
            Conclude(span, request.Outcome!.Value, request.Reason!);
        }

        Stop(span, times.At(request.Stamps.Ended));
    }

    /// <summary>Ends the span of a request that never reached the engine.</summary>
    /// <param name="span">As <see cref="Begin"/> gave it.</param>
    /// <param name="requestId">The request's id, where it has one.</param>
    /// <param name="outcome">How it was counted.</param>
    /// <param name="reason">Why.</param>
    public static void EndRefused(Activity? span, string? requestId, Outcome outcome, string reason)
    {
        if (span is null)
        {
            return;
        }

        if (span.IsAllDataRequested)
        {
            span.SetTag(Attributes.RequestId, requestId);
            Conclude(span, outcome, reason);
        }

        Stop(span, DateTime.UtcNow);
    }

    private static void DrawPhases(LiveRequest request, Activity span, WallTimes times)
    {
        HostStamps stamps = request.Stamps;
        if (stamps.Received == 0)
        {
            return;
        }

        // A phase that never ended by itself ended with the request.
        TimeSpan inAll = request.EndedAt!.Value - request.ReceivedAt;
        Draw(Spans.Queue, stamps.Received, stamps.Admitted, request.QueueTime ?? inAll);
        if (stamps.Admitted != 0)
        {
            Draw(Spans.Prefill, stamps.Admitted, stamps.FirstToken, request.PrefillTime ?? request.EndedAt.Value - request.AdmittedAt!.Value);
        }

        if (stamps.FirstToken != 0 && (request.Outputs > 1 || request.Outcome != Outcome.Completed))
        {
            Draw(Spans.Decode, stamps.FirstToken, stamps.Ended, request.DecodeTime!.Value);
        }

        void Draw(string name, long start, long end, TimeSpan modelDuration)
        {
            using Activity? phase = RequestSpans.Source.StartActivity(name, ActivityKind.Internal, span.Context, startTime: times.At(start));
            phase?.SetTag(Attributes.ModelDuration, modelDuration.TotalSeconds);
            phase?.SetEndTime(times.At(end != 0 ? end : stamps.Ended));
        }
    }

    private static void Describe(LiveRequest request, Activity span)
    {
        span.SetTag(Attributes.RequestId, request.Id);
        span.SetTag(Attributes.RequestN, 1);
        span.SetTag(Attributes.RequestMaxTokens, request.MaxTokens);
        SetTokens(Attributes.InputTokens, Attributes.PromptTokens, request.Prompt.Length);
        SetTokens(Attributes.OutputTokens, Attributes.CompletionTokens, request.Outputs);
        SetTokens(Attributes.CacheReadInputTokens, Attributes.CachedTokens, request.CachedTokens);
        SetSeconds(Attributes.TimeInQueue, request.QueueTime);
        SetSeconds(Attributes.TimeToFirstToken, request.FirstTokenAt - request.ReceivedAt);
        SetSeconds(Attributes.TimeInModelPrefill, request.PrefillTime);
        SetSeconds(Attributes.TimeInModelDecode, request.DecodeTime);
        SetSeconds(Attributes.TimeInModelInference, request.EndedAt - request.AdmittedAt);
        SetSeconds(Attributes.EndToEnd, request.EndedAt - request.ReceivedAt);
        span.SetTag(Attributes.Preemptions, request.Preemptions);
        span.SetTag(Attributes.Steps, request.Steps);

        void SetTokens(string name, string vllmName, int tokens)
        {
            object boxed = tokens;
            span.SetTag(name, boxed);
            span.SetTag(vllmName, boxed);
        }

        // A tag set to null is no tag: what did not happen is absent.
        void SetSeconds(string name, TimeSpan? duration) => span.SetTag(name, duration?.TotalSeconds);
    }

    private static void Conclude(Activity span, Outcome outcome, string reason)
    {
        string name = OutcomeNames.Of(outcome);
        span.SetTag(Attributes.Outcome, name);
        span.SetTag(Attributes.Reason, reason);
        if (outcome == Outcome.Completed)
        {
            span.SetTag(Attributes.FinishReasons, new[] { reason });
        }
        else
        {
            span.SetTag(Attributes.ErrorType, name);
            span.SetStatus(ActivityStatusCode.Error, reason);
        }
    }

    private static void Stop(Activity span, DateTime end)
    {
        // Stopping makes current what was so when the span began, perhaps on another thread.
        Activity? current = Activity.Current;
        span.SetEndTime(end);
        span.Dispose();
        Activity.Current = current;
    }

    /// <summary>Stamps as points of the system's clock, counted back from one moment, so that a correction of that clock moves a whole tree.</summary>
    private readonly record struct WallTimes(long Stamp, DateTime Utc)
    {
        public DateTime At(long stamp) => Utc - Stopwatch.GetElapsedTime(stamp, Stamp);
    }
}
