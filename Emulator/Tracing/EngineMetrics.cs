using System.Diagnostics;
using System.Diagnostics.Metrics;
using Emulator.Engine;
using Emulator.Hardware;
using Telemetry.Names;

namespace Emulator.Tracing;

/// <summary>
/// The engine's instruments. <see cref="StepEnded"/> and <see cref="RequestEnded"/> are for the engine's listeners: they run on its thread,
/// allocate nothing, and are next to free while nobody listens. Gauges read the engine's published state when they are asked.
/// </summary>
internal sealed class EngineMetrics : IDisposable
{
    // The boundaries that OpenTelemetry's conventions ask for; queue and prefill are parts of the time to first token, steps of that per token.
    private static readonly InstrumentAdvice<double> DurationBoundaries = new() { HistogramBucketBoundaries = [.01, .02, .04, .08, .16, .32, .64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92] };
    private static readonly InstrumentAdvice<double> FirstTokenBoundaries = new() { HistogramBucketBoundaries = [.001, .005, .01, .02, .04, .06, .08, .1, .25, .5, .75, 1, 2.5, 5, 7.5, 10] };
    private static readonly InstrumentAdvice<double> PerTokenBoundaries = new() { HistogramBucketBoundaries = [.01, .025, .05, .075, .1, .15, .2, .3, .4, .5, .75, 1, 2.5] };
    private static readonly InstrumentAdvice<double> LatenessBoundaries = new() { HistogramBucketBoundaries = [.00001, .00002, .00005, .0001, .0002, .0005, .001, .002, .005, .01, .02, .05, .1, 1] };

    private readonly Meter _meter;
    private readonly KeyValuePair<string, object?>[] _engine;
    private readonly Histogram<double> _requestDuration;
    private readonly Histogram<double> _timeToFirstToken;
    private readonly Histogram<double> _timePerOutputToken;
    private readonly Histogram<double> _queueTime;
    private readonly Histogram<double> _prefillTime;
    private readonly Histogram<double> _decodeTime;
    private readonly Counter<long> _requestsEnded;
    private readonly Histogram<double> _stepDuration;
    private readonly Histogram<double> _stepLateness;
    private readonly Counter<long> _stepsOverTarget;
    private readonly TimeSpan? _targetStep;
    private readonly Counter<long> _tokensComputed;
    private readonly Counter<long> _tokensSampled;
    private readonly Counter<long> _preemptions;

    /// <summary>The instruments of one engine.</summary>
    /// <param name="replica">The engine.</param>
    /// <param name="servedModel">The name under which its model is served.</param>
    /// <param name="gpu">The device that is emulated.</param>
    /// <param name="tensorParallelSize">Devices that share each layer.</param>
    /// <param name="number">Which of several replicas it is; null = the only one.</param>
    /// <param name="source">The meter's name, one of <see cref="Sources"/>.</param>
    public EngineMetrics(EngineReplica replica, string servedModel, Gpu gpu, int tensorParallelSize, int? number = null, string source = Sources.Emulator)
    {
        _meter = new Meter(source, ProductVersion.Own);
        _engine = number is null ? [new(Attributes.ResponseModel, servedModel)] : [new(Attributes.ResponseModel, servedModel), new(Attributes.Replica, number)];

        _requestDuration = _meter.CreateHistogram(Metrics.RequestDuration, "s", "From receipt to the end of a request, model time", null, DurationBoundaries);
        _timeToFirstToken = _meter.CreateHistogram(Metrics.TimeToFirstToken, "s", "From receipt to the first token, model time", null, FirstTokenBoundaries);
        _timePerOutputToken = _meter.CreateHistogram(Metrics.TimePerOutputToken, "s", "Time per output token after the first of completed requests, model time", null, PerTokenBoundaries);
        _queueTime = _meter.CreateHistogram(Metrics.QueueTime, "s", "From receipt to first admission, model time", null, FirstTokenBoundaries);
        _prefillTime = _meter.CreateHistogram(Metrics.PrefillTime, "s", "From first admission to first token, model time", null, FirstTokenBoundaries);
        _decodeTime = _meter.CreateHistogram(Metrics.DecodeTime, "s", "From first token to the end of completed requests, model time", null, DurationBoundaries);
        _requestsEnded = _meter.CreateCounter<long>(Metrics.RequestsEnded, "{request}", "Requests that ended, by outcome and reason");

        _stepDuration = _meter.CreateHistogram(Metrics.StepDuration, "s", "Duration of engine steps, model time", null, PerTokenBoundaries);
        _stepLateness = _meter.CreateHistogram(Metrics.StepLateness, "s", "How late the host ended engine steps, wall time", null, LatenessBoundaries);
        _stepsOverTarget = _meter.CreateCounter<long>(Metrics.StepsOverTarget, "{step}", "Steps that took longer than the target of budget policy target-step");
        _targetStep = replica.Blueprint.PrefillLimit?.Target;
        _tokensComputed = _meter.CreateCounter<long>(Metrics.TokensComputed, "{token}", "Tokens computed, prefill and decode, recomputation included");
        _tokensSampled = _meter.CreateCounter<long>(Metrics.TokensSampled, "{token}", "Output tokens sampled");
        _preemptions = _meter.CreateCounter<long>(Metrics.Preemptions, "{preemption}", "Times a running request lost its KV blocks");

        _meter.CreateObservableGauge(Metrics.RequestsRunning, () => new Measurement<int>(replica.State.Running, _engine), "{request}", "Requests admitted and not ended");
        _meter.CreateObservableGauge(Metrics.RequestsWaiting, () => new Measurement<int>(replica.State.Waiting, _engine), "{request}", "Requests in the waiting queue");
        KeyValuePair<string, object?>[] device =
        [
            .. _engine, new(Attributes.DeviceName, gpu.Name), new(Attributes.DeviceCalibrated, gpu.Calibrated), new(Attributes.TensorParallelSize, tensorParallelSize),
        ];
        _meter.CreateObservableGauge(Metrics.DeviceInfo, () => new Measurement<int>(1, device), "1", "Always 1; its attributes say what is emulated, and whether the cost model was fitted on it");
        _meter.CreateObservableGauge(Metrics.KvUsage, () => KvUsage(replica.State, _engine), "1", "Share of KV blocks held");
    }

    /// <summary>Counts a step; for <see cref="EngineReplica.StepListener"/>.</summary>
    public void StepEnded(EngineStep step)
    {
        // Asked one by one: an instrument that nobody listens to still takes longer to refuse a value than to say so.
        if (_stepDuration.Enabled)
        {
            _stepDuration.Record((step.End - step.Start).TotalSeconds, _engine);
        }

        if (_stepLateness.Enabled)
        {
            _stepLateness.Record(step.Lateness.TotalSeconds, _engine);
        }

        if (step.End - step.Start > _targetStep)
        {
            _stepsOverTarget.Add(1, _engine);
        }

        if (_tokensComputed.Enabled)
        {
            _tokensComputed.Add(step.Plan.Totals.Tokens, _engine);
        }

        if (_tokensSampled.Enabled)
        {
            _tokensSampled.Add(step.Plan.Totals.Sampling, _engine);
        }

        if (step.Plan.Preempted.Count > 0)
        {
            _preemptions.Add(step.Plan.Preempted.Count, _engine);
        }
    }

    /// <summary>Counts and measures a request that the engine has ended; for <see cref="EngineReplica.EndListener"/>.</summary>
    public void RequestEnded(EngineRequest request)
    {
        Outcome outcome = request.Outcome!.Value;
        string operationName = request is LiveRequest live ? live.Operation : Operations.TextCompletion;
        CountEnd(outcome, request.Reason!, operationName);
        if (!_requestDuration.Enabled && !_timeToFirstToken.Enabled && !_timePerOutputToken.Enabled && !_queueTime.Enabled && !_prefillTime.Enabled && !_decodeTime.Enabled)
        {
            return;
        }

        TagList tags = new(_engine) { { Attributes.OperationName, operationName } };
        TimeSpan inAll = request.EndedAt!.Value - request.ReceivedAt;
        if (outcome == Outcome.Completed)
        {
            _requestDuration.Record(inAll.TotalSeconds, tags);
            Record(_decodeTime, request.DecodeTime, tags);
            if (request.Outputs > 1)
            {
                _timePerOutputToken.Record(request.DecodeTime!.Value.TotalSeconds / (request.Outputs - 1), tags);
            }
        }
        else
        {
            TagList failed = tags;
            failed.Add(Attributes.ErrorType, OutcomeNames.Of(outcome));
            _requestDuration.Record(inAll.TotalSeconds, failed);
        }

        Record(_queueTime, request.QueueTime, tags);
        Record(_prefillTime, request.PrefillTime, tags);
        Record(_timeToFirstToken, request.FirstTokenAt - request.ReceivedAt, tags);
    }

    /// <summary>Counts a request that a door refused, so that the engine never saw it. From any thread.</summary>
    /// <param name="outcome">How it was counted.</param>
    /// <param name="reason">Why.</param>
    /// <param name="operation">One of <see cref="Operations"/>.</param>
    public void RequestRefused(Outcome outcome, string reason, string operation) => CountEnd(outcome, reason, operation);

    /// <summary>Whether an instrument is one of these, not one of another engine in the process.</summary>
    public bool IsOwn(Instrument instrument) => instrument.Meter == _meter;

    /// <summary>Ends the instruments.</summary>
    public void Dispose() => _meter.Dispose();

    private static Measurement<double> KvUsage(in EngineState state, KeyValuePair<string, object?>[] engine) =>
        new((double)state.KvBlocksUsed / state.KvBlocks, engine);

    private void CountEnd(Outcome outcome, string reason, string operation)
    {
        if (_requestsEnded.Enabled)
        {
            _requestsEnded.Add(1, new TagList(_engine) { { Attributes.OperationName, operation }, { Attributes.Outcome, OutcomeNames.Of(outcome) }, { Attributes.Reason, reason } });
        }
    }

    private static void Record(Histogram<double> histogram, TimeSpan? duration, in TagList tags)
    {
        if (duration is { } given)
        {
            histogram.Record(given.TotalSeconds, tags);
        }
    }
}
