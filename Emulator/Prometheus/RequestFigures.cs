using Emulator.Engine;
using Emulator.Scheduling;

namespace Emulator.Prometheus;

/// <summary>Figures of requests that the engine has ended. One that ended before a phase began has no time in it.</summary>
internal sealed class RequestFigures(SeriesFactory make)
{
    private readonly Value _stop = make.Value(VllmMetrics.Success, ("finished_reason", "stop"));
    private readonly Value _length = make.Value(VllmMetrics.Success, ("finished_reason", "length"));
    private readonly Value _abort = make.Value(VllmMetrics.Success, ("finished_reason", "abort"));
    private readonly Value _error = make.Value(VllmMetrics.Success, ("finished_reason", "error"));
    private readonly Value _repetition = make.Value(VllmMetrics.Success, ("finished_reason", "repetition"));
    private readonly Histogram _prompt = make.Histogram(VllmMetrics.RequestPrompt);
    private readonly Histogram _generation = make.Histogram(VllmMetrics.RequestGeneration);
    private readonly Histogram _maxGeneration = make.Histogram(VllmMetrics.MaxGeneration);
    private readonly Histogram _alternatives = make.Histogram(VllmMetrics.ParamsN);
    private readonly Histogram _maxTokens = make.Histogram(VllmMetrics.ParamsMaxTokens);
    private readonly Histogram _preemptions = make.Histogram(VllmMetrics.RequestPreemptions);
    private readonly Histogram _prefillComputed = make.Histogram(VllmMetrics.PrefillComputed);
    private readonly Histogram _endToEnd = make.Histogram(VllmMetrics.EndToEnd);
    private readonly Histogram _queue = make.Histogram(VllmMetrics.QueueTime);
    private readonly Histogram _prefill = make.Histogram(VllmMetrics.PrefillTime);
    private readonly Histogram _decode = make.Histogram(VllmMetrics.DecodeTime);
    private readonly Histogram _inference = make.Histogram(VllmMetrics.InferenceTime);
    private readonly Histogram _timePerToken = make.Histogram(VllmMetrics.TimePerToken);

    /// <summary>Counts a request. One that could never have been served is no request in vLLM's books, and is left out.</summary>
    public void Ended(EngineRequest request)
    {
        if (request.Outcome == Outcome.Invalid)
        {
            return;
        }

        CounterOf(request).Amount++;
        _prompt.Observe(request.Prompt.Length);
        _generation.Observe(request.Outputs);
        CountCall(request);
        _maxTokens.Observe(request.MaxTokens);
        _preemptions.Observe(request.Preemptions);
        _prefillComputed.Observe(request.Prompt.Length - request.CachedTokens);
        _endToEnd.Observe((request.EndedAt!.Value - request.ReceivedAt).TotalSeconds);
        if (request.QueueTime is { } queue)
        {
            _queue.Observe(queue.TotalSeconds);
        }

        if (request.PrefillTime is { } prefill)
        {
            TimeSpan decode = request.NewestTokenAt - request.FirstTokenAt!.Value;
            _prefill.Observe(prefill.TotalSeconds);
            _decode.Observe(decode.TotalSeconds);
            _inference.Observe((prefill + decode).TotalSeconds);

            // vLLM puts a request of one token here too, with 0.
            _timePerToken.Observe(decode.TotalSeconds / Math.Max(1, request.Outputs - 1));
        }
    }

    // Once for all answers to one prompt, when the last of them has ended.
    private void CountCall(EngineRequest request)
    {
        if (request is not LiveRequest { Alternatives: { } all })
        {
            _alternatives.Observe(1);
            _maxGeneration.Observe(request.Outputs);
        }
        else if (all.End(request.Outputs))
        {
            _alternatives.Observe(all.Count);
            _maxGeneration.Observe(all.LongestOutput);
        }
    }

    private Value CounterOf(EngineRequest request) => request.Outcome switch
    {
        Outcome.Completed => request.Reason == FinishReasonName.Of(FinishReason.Stop) ? _stop : _length,
        Outcome.TimedOut or Outcome.Cancelled => _abort,
        _ => _error,
    };
}
