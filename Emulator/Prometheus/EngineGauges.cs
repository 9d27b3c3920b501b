using Emulator.Configuration;
using Emulator.Engine;

namespace Emulator.Prometheus;

/// <summary>What an engine is at the moment: read when the page is, recorded nowhere.</summary>
internal sealed class EngineGauges(EngineSetup setup, EngineReplica replica, SeriesFactory make)
{
    private readonly Value _cacheConfig = new(VllmMetrics.CacheConfig, CacheConfigLabels.Of(setup, make.Engine)) { Amount = 1 };

    /// <summary>The gauges, and the counters that the engine keeps itself.</summary>
    public IEnumerable<Series> Read(EngineState state)
    {
        int deferred = replica.HeldBackNow;
        int sleepLevel = replica.SleepLevel;
        yield return Of(VllmMetrics.Running, state.Running);
        yield return Of(VllmMetrics.Waiting, state.Waiting + deferred);
        yield return Of(VllmMetrics.WaitingByReason, state.Waiting, ("reason", "capacity"));
        yield return Of(VllmMetrics.WaitingByReason, deferred, ("reason", "deferred"));
        yield return Of(VllmMetrics.SleepState, sleepLevel == 0 ? 1 : 0, ("sleep_state", "awake"));
        yield return Of(VllmMetrics.SleepState, sleepLevel == 1 ? 1 : 0, ("sleep_state", "weights_offloaded"));
        yield return Of(VllmMetrics.SleepState, sleepLevel == 2 ? 1 : 0, ("sleep_state", "discard_all"));
        yield return Of(VllmMetrics.KvUsage, (double)state.KvBlocksUsed / state.KvBlocks);
        yield return Of(VllmMetrics.Preemptions, state.Preemptions);
        yield return _cacheConfig;
    }

    private Value Of(MetricFamily family, double amount, params IEnumerable<(string Name, string Value)> further)
    {
        Value value = make.Loose(family, further);
        value.Amount = amount;
        return value;
    }
}
