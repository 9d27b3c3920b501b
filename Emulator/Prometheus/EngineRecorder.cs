using System.Runtime.CompilerServices;
using Emulator.Configuration;
using Emulator.CostModel;
using Emulator.Engine;
using Emulator.Scheduling;

namespace Emulator.Prometheus;

/// <summary>
/// What one engine's part of the page is made of. <see cref="StepEnded"/> and <see cref="RequestEnded"/> are for the engine's listeners: they run on its
/// thread, allocate nothing, and take a lock once a step and once a request that only a reader of the page ever holds besides, while it copies the figures.
/// </summary>
/// <remarks>Not vLLM's own clock but the emulated server's: all seconds are model time.</remarks>
internal sealed class EngineRecorder
{
    private readonly Lock _gate = new();
    private readonly List<Series> _series = [];
    private readonly EngineReplica _replica;
    private readonly StepCostModel _cost;
    private readonly bool _cachesPrefixes;
    private readonly EngineGauges _gauges;
    private readonly RequestFigures _requests;
    private readonly Value _flops;
    private readonly Value _readBytes;
    private readonly Value _writeBytes;
    private readonly Value _prefixQueries;
    private readonly Value _prefixHits;
    private readonly Value _promptTokens;
    private readonly Value _promptTokensComputed;
    private readonly Value _promptTokensHit;
    private readonly Value _promptTokensCached;
    private readonly Value _generationTokens;
    private readonly Histogram _iterationTokens;
    private readonly Histogram _firstToken;
    private readonly Histogram _tokenGap;

    /// <summary>The figures of an engine from now on.</summary>
    /// <param name="setup">What it serves.</param>
    /// <param name="replica">The engine.</param>
    /// <param name="engine">Its number among the engines of its page, from 0.</param>
    public EngineRecorder(EngineSetup setup, EngineReplica replica, int engine = 0)
    {
        SeriesFactory make = new(setup.ServedModelName, engine, setup.Blueprint.MaxModelLength, _series);
        _replica = replica;
        _cost = setup.Blueprint.CostModel;
        _cachesPrefixes = setup.Blueprint.Scheduling.PrefixCaching;
        _gauges = new EngineGauges(setup, replica, make);
        _requests = new RequestFigures(make);
        Doors = new DoorFigures(make);
        _flops = make.Value(VllmMetrics.Flops);
        _readBytes = make.Value(VllmMetrics.ReadBytes);
        _writeBytes = make.Value(VllmMetrics.WriteBytes);
        _prefixQueries = make.Value(VllmMetrics.PrefixQueries);
        _prefixHits = make.Value(VllmMetrics.PrefixHits);
        _promptTokens = make.Value(VllmMetrics.PromptTokens);
        _promptTokensComputed = make.Value(VllmMetrics.PromptTokensBySource, ("source", "local_compute"));
        _promptTokensHit = make.Value(VllmMetrics.PromptTokensBySource, ("source", "local_cache_hit"));
        _promptTokensCached = make.Value(VllmMetrics.PromptTokensCached);
        _generationTokens = make.Value(VllmMetrics.GenerationTokens);
        _iterationTokens = make.Histogram(VllmMetrics.IterationTokens);
        _firstToken = make.Histogram(VllmMetrics.FirstTokenTime);
        _tokenGap = make.Histogram(VllmMetrics.TokenGapTime);

        // vLLM's page has them whether the feature is on or off; here it never is.
        make.Value(VllmMetrics.PromptTokensBySource, ("source", "external_kv_transfer"));
        foreach (MetricFamily absent in new[] { VllmMetrics.ExternalPrefixQueries, VllmMetrics.ExternalPrefixHits, VllmMetrics.MediaQueries, VllmMetrics.MediaHits })
        {
            make.Value(absent);
        }
    }

    /// <summary>What was turned away before it reached the engine.</summary>
    public DoorFigures Doors { get; }

    /// <summary>Counts a step; for <see cref="EngineReplica.StepListener"/>.</summary>
    public void StepEnded(EngineStep step)
    {
        StepWork work = _cost.WorkOf(step.Plan.Totals, step.Plan.Chunks);
        lock (_gate)
        {
            _flops.Amount += work.Flops;
            _readBytes.Amount += work.ReadBytes;
            _writeBytes.Amount += work.WriteBytes;
            CountLookups(step);
            CountTokens(step);
        }
    }

    /// <summary>Counts and measures a request that the engine has ended; for <see cref="EngineReplica.EndListener"/>.</summary>
    public void RequestEnded(EngineRequest request)
    {
        lock (_gate)
        {
            _requests.Ended(request);
        }
    }

    /// <summary>All series of this engine as they are now. From any thread.</summary>
    public IReadOnlyList<Series> Read()
    {
        List<Series> copies = [.. _gauges.Read(_replica.State)];
        lock (_gate)
        {
            copies.AddRange(_series.Select(series => series.Copy()));
        }

        Doors.AddTo(copies);
        return copies;
    }

    private void CountLookups(in EngineStep step)
    {
        if (!_cachesPrefixes)
        {
            return;
        }

        foreach (ref readonly StepShare share in step.Plan.Admissions)
        {
            EngineRequest request = Unsafe.As<EngineRequest>(share.Sequence);
            if (request.AdmittedInStep == step.Index)
            {
                // One that was preempted looks its own blocks up again: that says nothing about the cache, and vLLM does not count it either.
                _prefixQueries.Amount += request.Prompt.Length;
                _prefixHits.Amount += share.Cached;
            }
        }
    }

    private void CountTokens(in EngineStep step)
    {
        List<Sequence> sampled = step.Plan.Sampled;
        if (sampled.Count == 0)
        {
            return;
        }

        // Nearly all gaps of a step are equal, so that a bucket is looked for once a step rather than once a token.
        TimeSpan gap = default;
        long equalGaps = 0;
        long computed = 0;
        foreach (Sequence sequence in sampled)
        {
            EngineRequest request = Unsafe.As<EngineRequest>(sequence);
            if (request.Outputs == 1)
            {
                computed += CountPrompt(request);
                _firstToken.Observe((step.End - request.ReceivedAt).TotalSeconds);
            }
            else if (step.End - request.NewestTokenAt is { } own && own == gap)
            {
                equalGaps++;
            }
            else
            {
                _tokenGap.Observe(gap.TotalSeconds, equalGaps);
                (gap, equalGaps) = (own, 1);
            }

            request.NewestTokenAt = step.End;
        }

        _tokenGap.Observe(gap.TotalSeconds, equalGaps);
        _generationTokens.Amount += sampled.Count;
        _iterationTokens.Observe(computed + sampled.Count);
    }

    private int CountPrompt(EngineRequest request)
    {
        int prompt = request.Prompt.Length;
        int computed = prompt - request.CachedTokens;
        _promptTokens.Amount += prompt;
        _promptTokensComputed.Amount += computed;
        _promptTokensHit.Amount += request.CachedTokens;
        _promptTokensCached.Amount += request.CachedTokens;
        return computed;
    }
}
