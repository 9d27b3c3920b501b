using System.Diagnostics;
using Emulator.CostModel;
using Emulator.Engine;
using Emulator.Scheduling;
using Telemetry.Names;

namespace Emulator.Tracing;

/// <summary>
/// A span for every n-th engine step: its plan, its cost term by term, and links to the requests in it. For
/// <see cref="EngineReplica.StepListener"/>; runs on the engine's thread, so that most steps must cost one comparison.
/// </summary>
/// <param name="replica">The engine.</param>
/// <param name="ratio">Share of steps that get a span, 0 to 1.</param>
/// <param name="timeScale">Wall seconds per model second; at 0 the spans have no length.</param>
internal sealed class StepSpans(EngineReplica replica, double ratio, double timeScale)
{
    /// <summary>Links of one span; the export cuts there too unless <c>OTEL_SPAN_LINK_COUNT_LIMIT</c> says otherwise.</summary>
    public const int MostLinks = 1_024;

    /// <summary>Draws the step if it is its turn.</summary>
    public void StepEnded(EngineStep step)
    {
        if (!IsSampled(step.Index) || !RequestSpans.Source.HasListeners())
        {
            return;
        }

        DateTime end = DateTime.UtcNow;
        DateTime start = end - step.Lateness - ((step.End - step.Start) * timeScale);
        using Activity? span = RequestSpans.Source.StartActivity(Spans.EngineStep, ActivityKind.Internal, default(ActivityContext), startTime: start);
        if (span is not { IsAllDataRequested: true })
        {
            return;
        }

        Describe(span, step);
        DescribeCost(span, step.Cost);
        LinkRequests(span, step.Plan);
        span.SetEndTime(end);
    }

    /// <summary>Whether step <paramref name="index"/> is drawn: where the running sum of the ratio reaches the next whole number.</summary>
    internal bool IsSampled(long index) => Math.Floor((index + 1) * ratio) > Math.Floor(index * ratio);

    private void Describe(Activity span, in EngineStep step)
    {
        ref readonly StepTotals totals = ref step.Plan.Totals;
        EngineState state = replica.State;
        span.SetTag(Attributes.StepIndex, step.Index);
        span.SetTag(Attributes.StepStart, step.Start.Seconds);
        span.SetTag(Attributes.StepLateness, step.Lateness.TotalSeconds);
        span.SetTag(Attributes.StepRequests, totals.Sequences);
        span.SetTag(Attributes.StepDecodes, totals.Decodes);
        span.SetTag(Attributes.StepChunks, totals.Chunks);
        span.SetTag(Attributes.StepAdmitted, step.Plan.Admissions.Length);
        span.SetTag(Attributes.StepPreempted, step.Plan.Preempted.Count);
        span.SetTag(Attributes.StepFinished, step.Plan.Finished.Count);
        span.SetTag(Attributes.StepTokens, totals.Tokens);
        span.SetTag(Attributes.StepChunkTokens, totals.ChunkTokens);
        span.SetTag(Attributes.StepDecodeContext, totals.DecodeContext);
        span.SetTag(Attributes.KvBlocksUsed, step.KvBlocksUsed);
        span.SetTag(Attributes.KvBlocks, state.KvBlocks);
        span.SetTag(Attributes.Waiting, state.Waiting);
    }

    private void DescribeCost(Activity span, in StepCost cost)
    {
        if (replica.Blueprint.Latency is not null)
        {
            span.SetTag(Attributes.LatencyModel, "constant");
        }

        SetSeconds(Attributes.ModelDuration, cost.TotalMicroseconds);
        SetSeconds(Attributes.CostGemm, cost.GemmMicroseconds);
        SetSeconds(Attributes.CostAttention, cost.AttentionMicroseconds);
        SetSeconds(Attributes.CostElementwise, cost.ElementwiseMicroseconds);
        SetSeconds(Attributes.CostAllReduce, cost.AllReduceMicroseconds);
        SetSeconds(Attributes.CostHead, cost.HeadMicroseconds);
        SetSeconds(Attributes.CostOverhead, cost.OverheadMicroseconds);

        void SetSeconds(string name, double microseconds) => span.SetTag(name, microseconds * 1e-6);
    }

    private static void LinkRequests(Activity span, StepPlan plan)
    {
        int links = 0;
        foreach (ref readonly StepShare share in plan.Shares)
        {
            if (share.Sequence is LiveRequest { Span: { Recorded: true } request } && links++ < MostLinks)
            {
                span.AddLink(new ActivityLink(request.Context));
            }
        }
    }
}
