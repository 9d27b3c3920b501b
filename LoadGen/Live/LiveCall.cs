using System.Diagnostics;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Inference.V1;
using LoadGen.Measure;
using LoadGen.Schedule;

namespace LoadGen.Live;

/// <summary>One request over the wire, stamped as it goes. All stamps are of one monotonic clock.</summary>
internal sealed class LiveCall : IThreadPoolWorkItem
{
    private readonly LiveRun _run;
    private readonly Arrival _arrival;
    private readonly TimeSpan _at;
    private readonly long _dueStamp;
    private readonly List<(long Ticks, int Tokens)> _gaps = [];
    private long _sent;
    private long _firstToken;
    private int _firstTokens;
    private long _lastToken;
    private int _tokens;
    private CompletionChunk? _last;

    /// <summary>An arrival that is due now.</summary>
    public LiveCall(LiveRun run, Arrival arrival, TimeSpan at, long dueStamp) => (_run, _arrival, _at, _dueStamp) = (run, arrival, at, dueStamp);

    /// <summary>Sends it, on a pool thread.</summary>
    public void Execute() => _ = SendAsync();

    private async Task SendAsync()
    {
        LoadOutcome outcome;
        string? reason;
        bool lost = false;
        Activity? span = null;
        try
        {
            _sent = Stopwatch.GetTimestamp();
            _run.CallSent(_sent - _dueStamp);
            span = _run.Spans.Start(_arrival, _at, Stopwatch.GetElapsedTime(_dueStamp, _sent));
            using AsyncServerStreamingCall<CompletionChunk> call = _run.Target.Inference.StreamCompletion(Request(), _run.CallHeaders(span), _run.TransportDeadline(_arrival, _dueStamp), _run.CallCancellation);
            while (await call.ResponseStream.MoveNext(_run.CallCancellation).ConfigureAwait(false))
            {
                Received(call.ResponseStream.Current);
            }

            // A stream may end well only behind a chunk that says why generation ended.
            (outcome, reason) = _last is null ? (LoadOutcome.Failed, "no_finish_reason") : (LoadOutcome.Completed, FinishText(_last.FinishReason));
        }
        catch (RpcException error) when (_run.CallCancellation.IsCancellationRequested)
        {
            _ = error;
            (outcome, reason) = (LoadOutcome.Unfinished, null);
        }
        catch (OperationCanceledException)
        {
            (outcome, reason) = (LoadOutcome.Unfinished, null);
        }
        catch (RpcException error)
        {
            (outcome, reason, lost) = CallFailure.Of(error);
        }
        catch (Exception bug)
        {
            // Nothing that a server or a network does ends here. The request must be settled all the same, or the run would wait for it for ever.
            _run.Break(bug);
            (outcome, reason) = (LoadOutcome.Failed, "client_error");
        }

        LiveRecord record = Record(outcome, reason, Stopwatch.GetTimestamp(), ClientSpans.TraceId(span));
        ClientSpans.Finish(span, record.Record);
        _run.CallEnded(_arrival, record, Gaps(outcome), lost);
    }

    private CreateCompletionRequest Request()
    {
        CreateCompletionRequest request = new()
        {
            Model = _run.Target.Model.Id,
            RequestId = _run.RequestIdOf(_arrival),
            MaxTokens = (uint)_arrival.MaxOutputTokens,
            Priority = _arrival.Priority,
            Tenant = _arrival.Tenant ?? string.Empty,
            Synthetic = new SyntheticPrompt { Tokens = (uint)_arrival.PromptTokens, OutputTokens = (uint)_arrival.OutputTokens },
        };
        request.Synthetic.Prefix.AddRange(_arrival.Prefix.Select(part => new PromptPart { Id = part.Id, Tokens = (uint)part.Tokens }));
        if (_run.TimeoutOf(_arrival) is { } timeout)
        {
            request.Timeout = Duration.FromTimeSpan(timeout);
        }

        return request;
    }

    private void Received(CompletionChunk chunk)
    {
        if (chunk.Tokens > 0)
        {
            long now = Stopwatch.GetTimestamp();
            if (_firstToken == 0)
            {
                (_firstToken, _firstTokens) = (now, (int)chunk.Tokens);
                _run.FirstTokenReceived(now - _dueStamp);
            }
            else
            {
                _gaps.Add((now - _lastToken, (int)chunk.Tokens));
            }

            _lastToken = now;
            _tokens += (int)chunk.Tokens;
            _run.TokensReceived((int)chunk.Tokens);
        }

        if (chunk.FinishReason != FinishReason.Unspecified)
        {
            _last = chunk;
        }
    }

    private LiveRecord Record(LoadOutcome outcome, string? reason, long ended, string? traceId)
    {
        Pacer time = _run.Time;
        bool completed = outcome == LoadOutcome.Completed;
        int tokens = _last?.Usage is { } usage ? (int)usage.CompletionTokens : _tokens;
        RequestRecord record = new()
        {
            Id = _arrival.Id,
            Profile = _arrival.Profile,
            At = _at,
            PromptTokens = _arrival.PromptTokens,
            OutputTokensAsked = _arrival.OutputTokens,
            OutputTokens = tokens,
            CachedTokens = (int?)_last?.Usage?.PromptTokensDetails?.CachedTokens,
            Outcome = outcome,
            Reason = reason,
            Ttft = _firstToken == 0 ? null : time.ModelSpan(_firstToken - _dueStamp),
            TtftService = _firstToken == 0 ? null : time.ModelSpan(_firstToken - _sent),
            Tpot = completed && tokens > _firstTokens ? time.ModelSpan(_lastToken - _firstToken) / (tokens - _firstTokens) : null,
            E2e = completed ? time.ModelSpan(ended - _dueStamp) : null,
            E2eService = completed ? time.ModelSpan(ended - _sent) : null,
            Queue = _last?.Timing?.Queue?.ToTimeSpan(),
            Preemptions = (int?)_last?.Timing?.Preemptions,
            IsFollowUp = _arrival.IsFollowUp,
            TraceId = traceId,
        };
        return new LiveRecord(record, time.ModelTimeOf(ended), ServerTimes.Of(_last, tokens));
    }

    private List<(TimeSpan Gap, int Tokens)> Gaps(LoadOutcome outcome) => outcome == LoadOutcome.Completed
        ? [.. _gaps.Select(gap => (_run.Time.ModelSpan(gap.Ticks), gap.Tokens))]
        : [];

    private static string? FinishText(FinishReason reason) => reason switch
    {
        FinishReason.Stop => "stop",
        FinishReason.Length => "length",
        _ => null,
    };
}
