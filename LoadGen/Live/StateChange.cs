using Inference.V1;

namespace LoadGen.Live;

/// <summary>What a server did between two looks at it. It counts from its start, whoever its clients were.</summary>
internal static class StateChange
{
    /// <summary>
    /// The state at <paramref name="end"/> with every sum, the outcomes, the mean step and the lateness of steps since <paramref name="begin"/>;
    /// null when another server answered in the end, or what it was before cannot be taken away.
    /// </summary>
    public static ServerState? Between(ServerState begin, ServerState end)
    {
        if (end.Steps < begin.Steps || end.Received < begin.Received)
        {
            return null;
        }

        ServerState change = end.Clone();
        change.Received -= begin.Received;
        change.Preemptions -= begin.Preemptions;
        change.Steps -= begin.Steps;
        change.StepSecondsTotal -= begin.StepSecondsTotal;
        change.SequencesTotal -= begin.SequencesTotal;
        change.ComputedTokens -= begin.ComputedTokens;
        change.WastedTokens -= begin.WastedTokens;
        change.KvBlockSecondsTotal -= begin.KvBlockSecondsTotal;
        change.StepCostTotal = Between(begin.StepCostTotal ?? new StepCostTotal(), end.StepCostTotal ?? new StepCostTotal());
        change.Outcomes = Between(begin.Outcomes ?? new OutcomeCounts(), end.Outcomes ?? new OutcomeCounts());
        change.StepLateness = Between(begin.StepLateness, end.StepLateness);
        change.ClearMeanStepSeconds();
        if (change.Steps > 0)
        {
            change.MeanStepSeconds = change.StepSecondsTotal / change.Steps;
        }

        return change;
    }

    private static StepCostTotal Between(StepCostTotal begin, StepCostTotal end) => new()
    {
        GemmSeconds = end.GemmSeconds - begin.GemmSeconds,
        AttentionSeconds = end.AttentionSeconds - begin.AttentionSeconds,
        ElementwiseSeconds = end.ElementwiseSeconds - begin.ElementwiseSeconds,
        AllReduceSeconds = end.AllReduceSeconds - begin.AllReduceSeconds,
        HeadSeconds = end.HeadSeconds - begin.HeadSeconds,
        OverheadSeconds = end.OverheadSeconds - begin.OverheadSeconds,
    };

    private static OutcomeCounts Between(OutcomeCounts begin, OutcomeCounts end) => new()
    {
        Completed = end.Completed - begin.Completed,
        Rejected = end.Rejected - begin.Rejected,
        TimedOut = end.TimedOut - begin.TimedOut,
        Cancelled = end.Cancelled - begin.Cancelled,
        Failed = end.Failed - begin.Failed,
        Invalid = end.Invalid - begin.Invalid,
    };

    // Percentiles cannot be subtracted, counts can: whoever reads this takes the percentiles from the buckets.
    private static StepLateness? Between(StepLateness? begin, StepLateness? end)
    {
        if (end is null)
        {
            return null;
        }

        Dictionary<double, ulong> before = begin?.Buckets.ToDictionary(bucket => bucket.UpperWallSeconds, bucket => bucket.Count) ?? [];
        StepLateness change = new();
        change.Buckets.AddRange(end.Buckets
            .Select(bucket => new LatenessBucket { UpperWallSeconds = bucket.UpperWallSeconds, Count = bucket.Count - before.GetValueOrDefault(bucket.UpperWallSeconds) })
            .Where(bucket => bucket.Count > 0));
        return change.Buckets.Count > 0 ? change : null;
    }
}
