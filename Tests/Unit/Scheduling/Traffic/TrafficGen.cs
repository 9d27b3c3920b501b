using CsCheck;
using Emulator.Scheduling;

namespace Tests.Unit.Scheduling.Traffic;

/// <summary>Random traffic for small pools: shared prefixes, next turns of conversations, callers that give up.</summary>
internal static class TrafficGen
{
    public static Gen<SchedulerOptions> Options(params string[] policies) =>
        from seqs in Gen.Int[1, 6]
        from extra in Gen.Int[0, 40]
        from block in Gen.Int[1, 6]
        from blocks in Gen.Int[3, 40]
        from chunked in Gen.Bool
        from threshold in Gen.Int[0, 12]
        from caching in Gen.Bool
        from policy in Gen.Int[0, policies.Length - 1]
        from reserve in Gen.Bool
        from watermark in Gen.Int[0, 2]
        select new SchedulerOptions
        {
            MaxNumSeqs = seqs,
            TokenBudget = seqs + extra,
            BlockSize = block,
            NumGpuBlocks = blocks,
            ChunkedPrefill = chunked,
            LongPrefillThreshold = chunked ? threshold : 0,
            PrefixCaching = caching,
            Policy = policies[policy],
            ReserveFullPrompt = reserve,
            WatermarkBlocks = watermark,
        };

    /// <summary>Requests that come and stay.</summary>
    public static Gen<TrafficPlan> Patient(Gen<SchedulerOptions> options) => Of(options, Draft(leaves: 0, disturbances: 0));

    /// <summary>Requests that come, some of which leave: all that the format of case files has.</summary>
    public static Gen<TrafficPlan> Plain(Gen<SchedulerOptions> options) => Of(options, Draft(leaves: 3, disturbances: 0));

    /// <summary>All that can happen to a scheduler.</summary>
    public static Gen<TrafficPlan> Everything(Gen<SchedulerOptions> options) => Of(options, Draft(leaves: 3, disturbances: 1));

    private static Gen<TrafficPlan> Of(Gen<SchedulerOptions> options, Gen<TrafficDraft> draft) =>
        Gen.Select(options, draft.Array[1, 25], Gen.Bool, (o, drafts, arrivals) => TrafficDraft.Plan(o, drafts, arrivals));

    private static Gen<TrafficDraft> Draft(int leaves, int disturbances) =>
        from step in Gen.Int[0, 30]
        from kind in Gen.Frequency(
            (14, Gen.Const(TrafficKind.Arrives)),
            (leaves, Gen.Const(TrafficKind.Leaves)),
            (disturbances, Gen.Const(TrafficKind.CacheReset)),
            (2 * disturbances, Gen.Const(TrafficKind.PoolResized)),
            (disturbances, Gen.Const(TrafficKind.BudgetChanged)),
            (disturbances, Gen.Const(TrafficKind.PrefillLimited)),
            (disturbances, Gen.Const(TrafficKind.Crashes)))
        from family in Gen.Int[0, 3]
        from shared in Gen.Int[0, 30]
        from own in Gen.Int[0, 30]
        from output in Gen.Int[1, 30]
        from stop in Gen.Int[-20, 30]
        from priority in Gen.Int[0, 2]
        from other in Gen.Int[0, 60]
        from salt in Gen.Int[0, 5]
        from amount in Gen.Int[0, 40]
        select new TrafficDraft(step, kind, family, shared, own, output, stop, priority, other, salt, amount);
}
